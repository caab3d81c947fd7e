-- What matters are spoken of, where, and by how many: one row for each matter of a case, written when the case is routed. The
-- sender stands in it under a keyed hash of their own for this table; there are no words. From the moment anybody must not learn
-- of a case its row names another, random case: nothing leads to it any more, and no figure moves.
-- Not counted: heard by alarms alone (苗头), with a keyed hash in place of its case.
create table hot_voice (
    county text not null,
    case_id text not null,
    matter text not null,
    place text,
    town text,
    unit text,
    sender text not null,
    day bigint not null,
    counted bigint not null,
    primary key (county, case_id, matter)
);
create index hot_voice_day on hot_voice (county, day);
create index hot_voice_place on hot_voice (county, matter, place, day);
-- What the daily count came to, by whole county (scope '') or by unit (scope = unit): shown as it stands until the next day.
create table hot_topic (
    county text not null,
    scope text not null,
    matter text not null,
    senders bigint not null,
    recent bigint not null,
    earlier bigint not null,
    places bigint not null,
    first_day bigint not null,
    last_day bigint not null,
    made_at bigint not null,
    primary key (county, scope, matter)
);
-- The topic of a month (每月一题): proposed by the machine, settled by a human. Towns: those with enough senders to be named.
create table month_topic (
    county text not null,
    id text not null,
    matter text not null,
    unit text not null,
    owner text not null,
    state text not null,
    from_day bigint not null,
    until_day bigint not null,
    due_at bigint not null,
    towns text not null,
    senders bigint not null,
    made_at bigint not null,
    decided_by text,
    primary key (county, id)
);
create index month_topic_matter on month_topic (county, matter, state);
-- Where an alarm may be due (苗头): touched by each who speaks of it, so that two at once wait for each other and both are seen.
create table outbreak (
    county text not null,
    matter text not null,
    place text not null,
    touched bigint not null,
    told bigint not null,
    told_at bigint not null,
    primary key (county, matter, place)
);
