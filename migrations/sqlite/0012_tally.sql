-- What units have to show: one line for each round in which a unit had a case, written with the events it comes from. From
-- the moment anybody must not learn of a case nothing more of it is written here: a line stays as it stood, as after any
-- transfer. Settled: its sender has had the word, or the time for it has passed. Doubted: the sender was pressed.
create table tally (
    county text not null,
    case_id text not null,
    round bigint not null,
    unit text not null,
    town text,
    given_at bigint not null,
    answered_at bigint,
    contacted bigint not null,
    nudges bigint not null,
    solved bigint,
    grade text,
    settled_at bigint,
    doubted_at bigint,
    left_out bigint not null,
    primary key (county, case_id, round, unit)
);
create index tally_given on tally (county, given_at);
create index tally_settled on tally (county, settled_at) where settled_at is not null;
create index tally_unit on tally (county, unit, settled_at) where settled_at is not null;
create index case_sealed on case_file (county, id) where is_sealed = 1;
