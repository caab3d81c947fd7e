-- Who was seen in which of our groups: a bot cannot list a group's members, so it notes who comes, goes, speaks and presses.
-- here = 0 once they left; the row stays. Never an account in clear.
create table present (
    county text not null,
    chat_hash text not null,
    account_hash text not null,
    here bigint not null,
    changed_at bigint not null,
    primary key (county, chat_hash, account_hash)
);

-- How many members Telegram counts in a group, the bot included, and when it was asked.
create table head_count (
    county text not null,
    chat_hash text not null,
    members bigint not null,
    counted_at bigint not null,
    primary key (county, chat_hash)
);

-- Attempts to learn of a case that somebody must not learn of, or of a number that does not exist: both leave a row, so that
-- neither can be told from the other by the work it makes. Who asked and for what is encrypted.
create table attempt (
    county text not null,
    id text not null,
    sealed blob not null,
    at bigint not null,
    primary key (county, id)
);
