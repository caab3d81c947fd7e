-- Types are those both engines share: text, bigint, double precision, bytes. Times are milliseconds UTC, flags 0/1, enums text.
-- Every table that grows has the county first in its key, so that a distributed engine can shard by it.
-- Columns named *_hash are keyed hashes (HMAC under the county's data key); columns named sealed* are ciphertext.
-- Nothing here holds a chat, an account, a name, a text or a media id in clear.

-- The county's data key, wrapped by the key file: whoever has the database alone has nothing.
create table county_key (
    county text not null,
    key_no bigint not null,
    wrapped bytea not null,
    created_at bigint not null,
    primary key (county, key_no)
);

-- Numbers that only this database hands out: the next offset, the order of updates and of letters.
create table counter (
    county text not null,
    name text not null,
    value bigint not null,
    primary key (county, name)
);

-- Words, names, media ids, raw updates, letters. Deleting a row destroys text and salt together;
-- events refer to it by id and by a salted commitment, so chains still verify afterwards.
create table content (
    county text not null,
    id text not null,
    kind text not null,
    case_id text,
    sealed bytea not null,
    created_at bigint not null,
    primary key (county, id)
);
create index content_case on content (county, case_id) where case_id is not null;

-- Raw updates, durable before they are confirmed. A lane is a chat; only its first pending row may be claimed.
create table inbox (
    county text not null,
    seq bigint not null,
    update_id bigint not null,
    lane text not null,
    kind text not null,
    content_id text not null,
    state text not null, -- pending, done, quarantined
    attempts bigint not null,
    ready_at bigint not null,
    lease_until bigint not null,
    lease_owner text,
    outcome text,
    case_id text,
    received_at bigint not null,
    done_at bigint,
    primary key (county, seq),
    unique (county, update_id)
);
create index inbox_pending on inbox (county, lane, seq) where state = 'pending';
create index inbox_again on inbox (county, ready_at) where state = 'pending' and attempts > 0;
create index inbox_quarantined on inbox (county, seq) where state = 'quarantined';

-- Residents. The account is found by its hash and read from its ciphertext.
create table person (
    county text not null,
    id text not null,
    account_hash text not null,
    sealed_account bytea not null,
    name_content text,
    language text not null,
    notice_shown bigint not null,
    blocked bigint not null,
    created_at bigint not null,
    primary key (county, id),
    unique (county, account_hash)
);

-- Which account is which cadre; what a cadre may do stands in the roster, not here.
create table cadre (
    county text not null,
    cadre text not null,
    account_hash text not null,
    sealed_account bytea not null,
    bound_at bigint not null,
    primary key (county, cadre),
    unique (county, account_hash)
);

-- Which group is for what; a chat that is not here is not ours.
create table group_chat (
    county text not null,
    chat_hash text not null,
    sealed_chat bytea not null,
    role text not null, -- unit:ID, triage, operators
    bound_by text not null,
    bound_at bigint not null,
    primary key (county, chat_hash),
    unique (county, role)
);

-- One-time invites; the token itself is never kept.
create table invite (
    county text not null,
    token_hash text not null,
    cadre text not null,
    expires_at bigint not null,
    used_at bigint,
    primary key (county, token_hash)
);

-- What a button does when pressed. The button carries this id and nothing else.
create table button (
    county text not null,
    id text not null,
    case_id text,
    sealed bytea not null,
    expires_at bigint,
    created_at bigint not null,
    primary key (county, id)
);

-- What one person is in the middle of in one chat; survives a restart.
create table draft (
    county text not null,
    draft_hash text not null,
    sealed bytea not null,
    updated_at bigint not null,
    primary key (county, draft_hash)
);

-- A case as its events left it. The version is the number of its last event, head the hash of that event.
create table case_file (
    county text not null,
    id text not null,
    number bigint not null,
    person text not null,
    unit text,
    cadre text,
    state text not null,
    is_open bigint not null,
    is_sealed bigint not null,
    due_at bigint,
    provisional bigint not null,
    updated_at bigint not null,
    version bigint not null,
    head text not null,
    sealed_body bytea not null,
    primary key (county, id),
    unique (county, number)
);
create index case_person on case_file (county, person, updated_at);
create index case_unit on case_file (county, unit, due_at) where is_open = 1;
create index case_cadre on case_file (county, cadre, due_at) where is_open = 1;
create index case_provisional on case_file (county, id) where is_open = 1 and provisional = 1;

-- Events: append-only facts, chained per case by hash. Never words about people.
create table event (
    county text not null,
    case_id text not null,
    seq bigint not null,
    at bigint not null,
    actor text not null,
    kind text not null,
    state_before text not null,
    state_after text not null,
    body text not null,
    hash text not null,
    primary key (county, case_id, seq),
    foreign key (county, case_id) references case_file (county, id) deferrable initially deferred
);

-- Who must never learn of a case. Sealed: the accused's name beside a case is the thing to protect.
create table exclusion (
    county text not null,
    case_id text not null,
    sealed bytea not null,
    primary key (county, case_id)
);

-- What was said about a case; an edit is a further version, the original stays.
create table entry (
    county text not null,
    case_id text not null,
    entry_no bigint not null,
    version bigint not null,
    kind text not null,
    content_id text not null,
    source_hash text not null,
    at bigint not null,
    primary key (county, case_id, entry_no, version),
    foreign key (county, case_id) references case_file (county, id) deferrable initially deferred
);
create unique index entry_source on entry (county, source_hash) where version = 1;

-- Which case an album went to, for its parts that come in a later batch.
create table album (
    county text not null,
    album_hash text not null,
    case_id text not null,
    primary key (county, album_hash)
);

-- Letters. live = 1 while one may still leave (ready, leased). Nothing is ever deleted here.
create table letter (
    county text not null,
    id text not null,
    seq bigint not null,
    key_hash text not null,
    audience_kind text not null,
    audience_hash text not null,
    lane text not null,
    case_id text,
    priority bigint not null,
    state text not null, -- ready, leased, sent, failed, stopped, unaddressed
    live bigint not null,
    ready_at bigint not null,
    lease_until bigint not null,
    lease_owner text,
    attempts bigint not null,
    error text,
    content_id text not null,
    created_at bigint not null,
    settled_at bigint,
    primary key (county, id),
    unique (county, key_hash)
);
create index letter_next on letter (county, priority, seq, ready_at) where live = 1;
create index letter_lane on letter (county, lane, seq) where live = 1;
create index letter_leased on letter (county, lane) where live = 1 and lease_until > 0;
create index letter_ready on letter (county, ready_at) where live = 1;
create index letter_unaddressed on letter (county, audience_kind, audience_hash) where state = 'unaddressed';
create index letter_trouble on letter (county, state) where state = 'failed' or state = 'stopped';

-- Chats to which nothing may go before a moment, because Telegram said so.
create table lane_hold (
    county text not null,
    lane text not null,
    held_until bigint not null,
    primary key (county, lane)
);

-- Which message stands in a slot of a chat, to be edited over and over.
create table slot (
    county text not null,
    slot_hash text not null,
    sealed bytea not null,
    primary key (county, slot_hash)
);

-- Our messages, to understand replies to them.
create table post (
    county text not null,
    post_hash text not null,
    case_id text,
    sealed bytea not null,
    primary key (county, post_hash)
);

-- Deadlines, reminders and windows. A timer that was handled is gone.
create table timer (
    county text not null,
    key_hash text not null,
    kind text not null,
    case_id text,
    due_at bigint not null,
    lease_until bigint not null,
    lease_owner text,
    sealed bytea not null,
    primary key (county, key_hash)
);
create index timer_due on timer (county, due_at);
create index timer_case on timer (county, case_id) where case_id is not null;
