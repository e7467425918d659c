-- The tenant for which the platform key acts when a request names no other. Its id is the same on every installation.
insert into tenant (id, name, created_at) values ('00000000-0000-7000-8000-000000000001', 'default', now());
