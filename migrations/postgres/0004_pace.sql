-- How fast somebody writes in their private chat: a window of a minute, how many messages it holds, whether it is a
-- flood, and when they last heard that nothing is lost.
create table pace (
    county text not null,
    account_hash text not null,
    since bigint not null,
    said bigint not null,
    flooding bigint not null,
    told_at bigint not null,
    primary key (county, account_hash)
);
