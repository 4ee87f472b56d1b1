CREATE TABLE person (
  {id},
  email {text} NOT NULL UNIQUE,
  name {text} NOT NULL,
  password {text} NOT NULL,
  created {number} NOT NULL
{end}
CREATE TABLE administration (
  {id},
  name {text} NOT NULL,
  country {number} NOT NULL,
  package {number} NOT NULL,
  created {number} NOT NULL
{end}
CREATE TABLE role (
  person {number} NOT NULL REFERENCES person,
  administration {number} NOT NULL REFERENCES administration,
  role {number} NOT NULL,
  opened {number} NOT NULL,
  PRIMARY KEY (person, administration)
{end}
CREATE INDEX role_by_opened ON role (person, opened, administration);
CREATE TABLE session (
  token_hash {text} NOT NULL PRIMARY KEY,
  person {number} NOT NULL REFERENCES person,
  administration {number} REFERENCES administration,
  ends {number} NOT NULL
{end}
CREATE INDEX session_by_person ON session (person);
CREATE TABLE sign_in_failure (
  {id},
  account {text} NOT NULL,
  address {text} NOT NULL,
  at {number} NOT NULL
{end}
CREATE INDEX sign_in_failure_by_account ON sign_in_failure (account, at);
CREATE INDEX sign_in_failure_by_address ON sign_in_failure (address, at);
CREATE TABLE setup_code (
  code_hash {text} NOT NULL,
  created {number} NOT NULL
{end}
CREATE TABLE job (
  {id},
  administration {number} NOT NULL REFERENCES administration,
  what {number} NOT NULL,
  entity {text} NOT NULL,
  token {text} NOT NULL UNIQUE,
  file_name {text} NOT NULL,
  mode {number} NOT NULL,
  user_id {number} NOT NULL,
  who {text} NOT NULL,
  asked {number} NOT NULL,
  runs {number} NOT NULL,
  owner {text} NOT NULL,
  heard {number} NOT NULL,
  done {number} NOT NULL,
  total {number} NOT NULL
{end}
CREATE INDEX job_by_administration ON job (administration, id);
CREATE TABLE import_file (
  name {text} NOT NULL,
  piece {number} NOT NULL,
  at {number} NOT NULL,
  bytes {text} NOT NULL,
  PRIMARY KEY (name, piece)
{end}
