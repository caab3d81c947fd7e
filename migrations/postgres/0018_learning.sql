-- What staff found cases to be about: ids and dates, no words. A case that is sealed or erased loses its rows.
create table lesson (
    county text not null,
    seq bigint not null,
    case_id text not null,
    subject text not null,
    chosen bigint not null,
    at bigint not null,
    primary key (county, seq)
);
create index lesson_case on lesson (county, case_id, seq);

-- The models: one of the county's archive, one in use (that and every lesson up to cursor_seq). Sealed, because weights of
-- rare words can betray words. Stale: something of it must be forgotten, so it is learned anew.
create table model (
    county text not null,
    name text not null,
    version bigint not null,
    cursor_seq bigint not null,
    stale bigint not null,
    made_at bigint not null,
    sealed bytea not null,
    primary key (county, name)
);
