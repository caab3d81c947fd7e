-- One pseudonym of a resident for each case. A case, its events and its letters name the pseudonym only, so that without
-- the key no two cases of one person can be told from those of two. Whose it is stands sealed; a resident's own are
-- found by computing them: the nth is a keyed hash of owner and n, and n stands sealed with the owner.
create table persona (
    county text not null,
    id text not null,
    sealed_owner bytea not null,
    primary key (county, id)
);
alter table person add column sealed_personas bytea;

-- Whether a resident wants to be named in nothing that comes from now on.
alter table person add column nameless bigint not null default 0;

-- What has been handled, and what has left, says no more in which chat: the lane of a chat beside two cases links them.
update inbox set lane = '' where state = 'done';
update letter set lane = '' where live = 0 and (state = 'sent' or state = 'failed' or state = 'stopped' or state = 'void');
