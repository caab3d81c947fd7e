-- Requests to read the configuration again (/reload). Every process of the bot looks here, each at its own folder.
-- The one who asked is a cadre's id from the roster, as in case_file.
create table reload_request (
    county text not null,
    number bigint not null,
    asked_by text not null,
    privately bigint not null,
    asked_at bigint not null,
    answered_at bigint,
    primary key (county, number)
);
-- A letter's state may also be 'void' from now on: its reader left the roster before it could leave; it is kept.
