-- What answered suggestions came to (信访工作条例 art. 29): a line for each, written with the answer; none of a case from which
-- anybody is kept out.
create table adoption (
    county text not null,
    case_id text not null,
    at bigint not null,
    unit text not null,
    outcome text not null,
    primary key (county, case_id)
);
create index adoption_at on adoption (county, at);
-- A round table (座谈会) to which residents are drawn. Its words stand sealed. Drawn with the root of the morning after it was
-- opened, which nobody could know when its pot was written down.
create table forum (
    county text not null,
    id text not null,
    opened_at bigint not null,
    draw_at bigint not null,
    drawn_at bigint,
    cancelled_at bigint,
    sealed bytea not null,
    primary key (county, id)
);
-- Its pot: a label for each resident who agreed to be asked, which nobody can trace without the key, and who they are and by
-- which case, sealed; the case also as a keyed hash, to be found by it, empty once nothing may lead to it. Asked: the invitation
-- went out. Coming: what an invited one said.
create table forum_guest (
    county text not null,
    forum text not null,
    label text not null,
    case_hash text not null,
    reach bytea,
    drawn bigint not null,
    asked bigint not null,
    coming bigint,
    primary key (county, forum, label)
);
create index forum_guest_case on forum_guest (county, case_hash);
