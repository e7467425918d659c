-- Which process of the cluster does what only one may do at a time: one row for each kind of work. A lease that ran out belongs
-- to nobody. Times are the database's.
create table lease (
    name   text primary key,
    holder uuid not null,
    until  timestamptz not null
) with (fillfactor = 50);
