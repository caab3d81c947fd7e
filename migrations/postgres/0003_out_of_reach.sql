-- Chats that refused us: people who blocked the bot or are gone, groups it was put out of. lost = 0 once they are back;
-- the row stays, so that a refusal from before the return is known to be old. told = 1 when whoever must know was told.
create table reach (
    county text not null,
    lane text not null,
    sealed_chat bytea not null,
    kind text not null, -- why, as the fault is called
    lost bigint not null,
    told bigint not null,
    changed_at bigint not null,
    primary key (county, lane)
);
create index reach_untold on reach (county, changed_at) where lost = 1 and told = 0;

-- What the operators hear of, once an hour for each kind: how often since they last heard, and since when. No words of people.
create table trouble (
    county text not null,
    kind text not null,
    count bigint not null,
    since bigint not null,
    last_at bigint not null,
    told_at bigint,
    facts text not null,
    primary key (county, kind)
);

-- Letters to a chat out of reach are held (live = 0) until it is back.
create index letter_held on letter (county, lane) where state = 'held';
create index letter_held_for on letter (county, audience_kind, audience_hash) where state = 'held';

alter table person drop column blocked;
