-- By which pieces of its words a case is found again when the same is written once more: keyed hashes, of no use without the
-- county's key, and none of a case that only named readers see. Erased with the case.
create table case_term (
    county text not null,
    term bigint not null,
    at bigint not null,
    case_id text not null,
    primary key (county, term, at, case_id)
);
create index case_term_case on case_term (county, case_id);
