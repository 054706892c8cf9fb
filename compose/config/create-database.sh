#!/bin/sh
# Runs only at the first start: the summary API owns its database and nothing else.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set password `cat /run/boomgate/summary-api-password`
CREATE ROLE summary_api LOGIN PASSWORD :'password';
CREATE DATABASE boomgate OWNER summary_api;
REVOKE CONNECT ON DATABASE boomgate FROM PUBLIC;
SQL
