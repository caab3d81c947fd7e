-- Face to face. A seat of a session (接访) belongs to one case; its key is what keeps two from taking it at once.
create table reception_seat (
    county text not null,
    session text not null,
    seat bigint not null,
    case_id text not null,
    primary key (county, session, seat)
);
create index reception_seat_case on reception_seat (county, case_id);
-- Why people go to a leader (未解决而越级): how a case stood with which unit when its sender asked; none of a case from which
-- anybody is kept out.
create table climb (
    county text not null,
    case_id text not null,
    at bigint not null,
    unit text not null,
    why text not null,
    primary key (county, case_id, at)
);
create index climb_at on climb (county, at);
-- Know-how that was good once and is used again: an entry for each answer somebody confirmed. Its words stand sealed; nobody's
-- case can be told from it but by the id of the case it came from.
create table knowledge (
    county text not null,
    id text not null,
    unit text not null,
    subject text not null,
    state text not null,
    case_id text not null,
    valid_until bigint not null,
    confirmed_at bigint,
    sealed bytea not null,
    primary key (county, id)
);
create index knowledge_subject on knowledge (county, subject, state);
-- What was asked about a subject and from where, to see what is asked again and again.
create table asked (
    county text not null,
    case_id text not null,
    at bigint not null,
    subject text not null,
    place text,
    primary key (county, case_id)
);
create index asked_subject on asked (county, subject, at);
