#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: three logins and what is theirs.
set -eu
psql --username postgres --no-psqlrc --set ON_ERROR_STOP=1 \
  --set owner="$DATABASE_OWNER_PASSWORD" --set service="$DATABASE_PASSWORD" --set temporal="$TEMPORAL_PASSWORD" <<'SQL'
-- Owns the tables of the record, makes the roles that the service takes, and sees all rows, which a backup needs.
create role sign_off_owner login createrole bypassrls password :'owner';
-- What API and worker sign in as: has no right of its own.
create role sign_off login password :'service';
create database sign_off owner sign_off_owner;
create role temporal login password :'temporal';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
