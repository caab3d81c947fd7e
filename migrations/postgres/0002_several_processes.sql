-- Which processes are alive (process:OWNER), and what only one of them does at a time: asking Telegram for updates (poll),
-- sending letters (send). A lease whose time is over is free. Used where several processes share one database.
create table lease (
    county text not null,
    name text not null,
    owner text not null,
    lease_until bigint not null,
    primary key (county, name)
);

-- To find at once what a dead process had in hand.
create index timer_leased on timer (county) where lease_until > 0;
