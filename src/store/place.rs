//! Where a database is, as its address says. No word about an address repeats it: a password may stand in it.

use std::path::PathBuf;

use sqlx::postgres::PgConnectOptions;

use super::StoreFault;

/// Where the database is, as understood.
pub(super) enum Place {
    /// One file.
    Sqlite(PathBuf),
    /// A server.
    Postgres(String),
}

impl Place {
    /// Reads `PATH`, `sqlite:PATH` or `postgres://…`.
    pub(super) fn parse(url: &str) -> Result<Self, StoreFault> {
        let url = url.trim();
        let small = url.to_ascii_lowercase();
        let refuse = |what: &str| {
            let is = "DATABASE_URL must name a SQLite file or a postgres:// server";
            Err(StoreFault::Config(format!("{is}; {what}")))
        };
        if url.contains(['"', '\'']) {
            return refuse("take the quotation marks out of it");
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return match url.parse::<PgConnectOptions>() {
                Ok(_) => Ok(Self::Postgres(url.to_owned())),
                Err(_) => refuse(
                    "this is not a valid postgres:// address: special characters in the password must be written as %XX",
                ),
            };
        }
        if small.contains("password=") || small.starts_with("host=") || small.contains(" host=") {
            return refuse("write the server as postgres://USER:PASSWORD@HOST/NAME");
        }
        let path = url.strip_prefix("sqlite:").unwrap_or(url);
        let path = path.strip_prefix("//").unwrap_or(path);
        let scheme = path.split(['/', '\\']).next().is_some_and(|first| first.contains(':'));
        if path.is_empty() || scheme || path.contains("://") {
            return refuse("what stands there begins like neither");
        }
        if path.contains('@') {
            return refuse("an @ stands in a server's address only, and that begins with postgres://");
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }
}

/// The path of a database that is a file; none when it is a server.
///
/// # Errors
/// One line that says what is wrong with the address, without it.
pub fn database_file(url: &str) -> Result<Option<PathBuf>, StoreFault> {
    Ok(match Place::parse(url)? {
        Place::Sqlite(path) => Some(path),
        Place::Postgres(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> String {
        match Place::parse(url) {
            Ok(Place::Sqlite(path)) => path.display().to_string(),
            Ok(Place::Postgres(_)) => "server".into(),
            Err(fault) => fault.to_string(),
        }
    }

    #[test]
    fn a_database_is_a_path_or_a_server() {
        assert_eq!(read("data/a.sqlite"), "data/a.sqlite");
        assert_eq!(read("sqlite:data/a.sqlite"), "data/a.sqlite");
        assert_eq!(read("sqlite:///var/a.sqlite"), "/var/a.sqlite");
        assert_eq!(read("postgres://localhost/minqing"), "server");
        assert_eq!(read(" postgresql://u:s3cret@localhost/minqing\n"), "server");
        assert!(read("mysql://localhost/minqing").starts_with("DATABASE_URL must"));
        assert!(read("sqlite::memory:").starts_with("DATABASE_URL must"));
    }

    #[test]
    fn a_mistyped_address_is_refused_without_repeating_it() {
        for url in [
            "\"postgres://u:s3cret@db/minqing\"",
            "'postgres://u:s3cret@db/minqing'",
            "POSTGRES://u:s3cret@db/minqing",
            "postgres:/u:s3cret@db/minqing",
            "postgres//u:s3cret@db/minqing",
            "postgres://u:s3cret@db:port/minqing",
            "//u:s3cret@db/minqing",
            "u:s3cret@db/minqing",
            "host=db password=s3cret",
            "host=s3cret",
            "sqlite://u:s3cret@db",
            "sqlite:/var/u@s3cret",
        ] {
            let told = read(url);
            assert!(told.starts_with("DATABASE_URL must") && !told.contains("s3cret"), "{url}: {told}");
            assert_eq!(told.lines().count(), 1);
        }
    }
}
