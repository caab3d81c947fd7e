-- What the bot may do in a group beside writing: run topics there, pin messages.
create table group_right (
    county text not null,
    chat_hash text not null,
    topics bigint not null,
    pins bigint not null,
    primary key (county, chat_hash)
);

-- The topic of a case in a forum: one for each case and group. Its number is sealed; of its name there is a keyed hash only.
create table topic (
    county text not null,
    topic_hash text not null,
    thread_hash text not null,
    case_id text not null,
    sealed bytea not null,
    named text not null,
    closed bigint not null,
    primary key (county, topic_hash)
);
create index topic_thread on topic (county, thread_hash);
create index topic_case on topic (county, case_id);

-- What a unit's board shows, as a keyed hash: an edit that changes nothing is not made.
create table board (
    county text not null,
    unit text not null,
    chat_hash text not null,
    shown text not null,
    primary key (county, unit)
);
