-- Live jobs only, so that it stays small however long the history. Codes of status and others: class Codes.
create table ${prefix} (
    id               uuid                     not null primary key,
    type             varchar(100)             not null,
    name             varchar(200)             not null,
    queue            varchar(100)             not null,
    priority         smallint                 not null,
    owner            varchar(200),
    payload          varchar                   not null,
    max_attempts     integer                  not null,
    timeout_nanos    bigint,
    retry            varchar,
    labels           varchar,
    unique_key       varchar(200),
    on_duplicate     smallint,
    created_at       timestamp with time zone not null,
    status           smallint                 not null,
    run_at           timestamp with time zone not null,
    started_at       timestamp with time zone,
    attempt          integer                  not null,
    failures         integer                  not null,
    losses           integer                  not null,
    node             uuid,
    cancel_requested boolean                  not null,
    progress         varchar,
    error            varchar
);

-- Jobs by status in the order in which they are claimed, and by time: H2 has no partial indexes.
create index ${prefix}_ready on ${prefix} (status, queue, priority desc, run_at, id);
create index ${prefix}_due on ${prefix} (status, run_at);

-- Finished jobs: written once, by the transaction that deletes them from the live ones.
create table ${prefix}_history (
    id               uuid                     not null primary key,
    type             varchar(100)             not null,
    name             varchar(200)             not null,
    queue            varchar(100)             not null,
    priority         smallint                 not null,
    owner            varchar(200),
    payload          varchar                   not null,
    max_attempts     integer                  not null,
    timeout_nanos    bigint,
    retry            varchar,
    labels           varchar,
    unique_key       varchar(200),
    on_duplicate     smallint,
    created_at       timestamp with time zone not null,
    status           smallint                 not null,
    run_at           timestamp with time zone not null,
    started_at       timestamp with time zone,
    attempt          integer                  not null,
    failures         integer                  not null,
    losses           integer                  not null,
    node             uuid,
    cancel_requested boolean                  not null,
    progress         varchar,
    error            varchar,
    finished_at      timestamp with time zone not null,
    result           varchar
);

-- Attempts that did not succeed; the one that did is read from the history row.
create table ${prefix}_attempt (
    job_id     uuid                     not null,
    attempt    integer                  not null,
    node       uuid                     not null,
    started_at timestamp with time zone not null,
    ended_at   timestamp with time zone not null,
    outcome    smallint                 not null,
    error      varchar,
    primary key (job_id, attempt)
);

create table ${prefix}_tag (
    tag    varchar(100) not null,
    job_id uuid         not null,
    primary key (tag, job_id)
);
create index ${prefix}_tag_job on ${prefix}_tag (job_id);

create table ${prefix}_subject (
    kind   varchar(100) not null,
    ref    varchar(200) not null,
    job_id uuid         not null,
    primary key (kind, ref, job_id)
);
create index ${prefix}_subject_job on ${prefix}_subject (job_id);

-- The unique keys that unfinished jobs hold.
create table ${prefix}_unique (
    unique_key varchar(200) not null primary key,
    job_id     uuid         not null
);

create table ${prefix}_node (
    id                uuid                     not null primary key,
    host              varchar                  not null,
    pid               bigint                   not null,
    queues            varchar                   not null,
    types             varchar                   not null,
    started_at        timestamp with time zone not null,
    heartbeat_at      timestamp with time zone not null,
    expires_at        timestamp with time zone not null,
    dead_after_micros bigint                   not null
);

-- Only queues that were paused or bounded at some time have a row.
create table ${prefix}_queue (
    name     varchar(100) not null primary key,
    paused   boolean      not null,
    max_size bigint
);

-- The version of these tables, one row: holds also for those who run this text without Flyway.
create table ${prefix}_schema (
    version integer not null
);
insert into ${prefix}_schema (version) values (1);
