//! What can go wrong in the store, told without any bound value.

/// A fault of the store. Its words never carry bound values, texts, names or account numbers.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// Another writer held the database too long; trying again helps.
    #[error("the database is busy")]
    Busy,
    /// The disk or the database's size limit is reached.
    #[error("the disk under the database is full")]
    Full,
    /// The database cannot be written to.
    #[error("the database is read-only")]
    ReadOnly,
    /// The disk failed to read or write; after this the process should end and open the database anew.
    #[error("the disk failed under the database ({0})")]
    Disk(String),
    /// Something stored makes no sense: says which table or row.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The store was set up wrongly, or called wrongly.
    #[error("{0}")]
    Config(String),
    /// Somebody else was first: the version moved, the row is done, the name is taken.
    #[error("somebody else was first")]
    Conflict,
    /// What was asked for is not there.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// Any other answer of the database: code and message, no values.
    #[error("the database refused: {0}")]
    Sql(String),
}
