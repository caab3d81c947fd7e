-- Which account was which cadre before: a cadre who left the roster, or joined anew with another account. It gives no rights;
-- by it whoever is kept out of a case stays out, also when they come back under another id.
create table former_account (
    county text not null,
    account_hash text not null,
    cadre text not null,
    ended_at bigint not null,
    primary key (county, account_hash, cadre)
);
