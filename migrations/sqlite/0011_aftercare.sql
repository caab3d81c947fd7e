-- Acts that take two persons: who asked, who agreed, and when. Whom or what it concerns (an accused, an answer) is sealed,
-- because a name beside a case is the thing to protect.
create table approval (
    county text not null,
    id text not null,
    case_id text not null,
    act text not null, -- reveal, readmit, close
    asked_by text not null,
    asked_at bigint not null,
    settled_by text,
    settled_at bigint,
    outcome text, -- done, disagreed, gone, stale
    sealed blob not null,
    primary key (county, id)
);
create index approval_case on approval (county, case_id);
