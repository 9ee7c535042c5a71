#!/bin/sh
# Runs once, when the database is made: the dashboard's user owns its database and nothing else.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/database_password)" \
    --username postgres --dbname postgres --quiet <<'SQL'
CREATE ROLE srns LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
CREATE DATABASE srns OWNER srns;
REVOKE CONNECT ON DATABASE srns FROM PUBLIC;
SQL
