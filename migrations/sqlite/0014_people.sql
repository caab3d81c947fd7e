-- Who has to do with a case beside its sender: recorders, neighbours, agents, joint senders, each under a pseudonym of their own.
create table party (
    county text not null,
    person text not null, -- the pseudonym
    case_id text not null,
    primary key (county, person)
);
create index party_case on party (county, case_id);

-- Codes by which a case is taken over, or an invitation is accepted; only a keyed hash of a code is kept. Each is good once.
create table case_code (
    county text not null,
    code_hash text not null,
    case_id text not null,
    part text not null, -- claim, agent, joint
    expires_at bigint not null,
    used_at bigint,
    primary key (county, code_hash)
);
create index case_code_case on case_code (county, case_id);

-- How many wrong codes an account has sent within one hour.
create table code_try (
    county text not null,
    account_hash text not null,
    hour bigint not null,
    tries bigint not null,
    primary key (county, account_hash, hour)
);
