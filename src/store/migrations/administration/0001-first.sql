CREATE TABLE audit_log (
  {id},
  entity {text} NOT NULL,
  record {number} NOT NULL,
  version {number} NOT NULL,
  at {number} NOT NULL,
  user_id {number} NOT NULL,
  who {text} NOT NULL,
  field {text} NOT NULL,
  old_text {text} NOT NULL,
  new_text {text} NOT NULL
{end}
CREATE INDEX audit_log_by_record ON audit_log (entity, record, id);
CREATE TABLE tally (
  entity {text} NOT NULL,
  archived {number} NOT NULL,
  records {number} NOT NULL,
  PRIMARY KEY (entity, archived)
{end}
CREATE TABLE customer (
  {id},
  version {number} NOT NULL,
  number {number} NOT NULL UNIQUE,
  name {text} NOT NULL,
  city {text} NOT NULL,
  phone {text} NOT NULL,
  email {text} NOT NULL,
  coc_number {text} NOT NULL,
  vat_number {text} NOT NULL,
  oin {text} NOT NULL,
  website {text} NOT NULL,
  memo {text} NOT NULL,
  contact {text} NOT NULL,
  street {text} NOT NULL,
  postcode {text} NOT NULL,
  country {number} NOT NULL,
  postal_contact {text} NOT NULL,
  postal_street {text} NOT NULL,
  postal_postcode {text} NOT NULL,
  postal_city {text} NOT NULL,
  postal_country {number} NOT NULL,
  mobile {text} NOT NULL,
  quote_mailed {number} NOT NULL,
  quote_email {text} NOT NULL,
  quote_cc {text} NOT NULL,
  confirmation_mailed {number} NOT NULL,
  confirmation_email {text} NOT NULL,
  confirmation_cc {text} NOT NULL,
  invoice_mailed {number} NOT NULL,
  invoice_email {text} NOT NULL,
  invoice_cc {text} NOT NULL,
  reminder_mailed {number} NOT NULL,
  reminder_email {text} NOT NULL,
  reminder_cc {text} NOT NULL,
  ubl_attached {number} NOT NULL,
  payment_term {number} NOT NULL,
  invoice_discount {number} NOT NULL,
  credit_limit {number} NOT NULL,
  iban {text} NOT NULL,
  bic {text} NOT NULL,
  debit_mode {number} NOT NULL,
  dunning_mode {number} NOT NULL,
  invoice_to {number} REFERENCES customer DEFERRABLE,
  archived {number} NOT NULL,
  name_key {text} NOT NULL,
  city_key {text} NOT NULL,
  phone_key {text} NOT NULL,
  email_key {text} NOT NULL
{end}
CREATE INDEX customer_by_number ON customer (archived, number, id);
CREATE INDEX customer_by_name ON customer (archived, name_key, id);
CREATE INDEX customer_by_city ON customer (archived, city_key, id);
CREATE INDEX customer_by_phone ON customer (archived, phone_key, id);
CREATE INDEX customer_by_email ON customer (archived, email_key, id);
CREATE INDEX customer_by_invoice_to ON customer (invoice_to) WHERE invoice_to IS NOT NULL;
{search customer}
CREATE TABLE supplier (
  {id},
  version {number} NOT NULL,
  number {number} NOT NULL UNIQUE,
  name {text} NOT NULL,
  city {text} NOT NULL,
  phone {text} NOT NULL,
  email {text} NOT NULL,
  iban {text} NOT NULL,
  bank_payment {number} NOT NULL,
  coc_number {text} NOT NULL,
  vat_number {text} NOT NULL,
  oin {text} NOT NULL,
  website {text} NOT NULL,
  memo {text} NOT NULL,
  contact {text} NOT NULL,
  street {text} NOT NULL,
  postcode {text} NOT NULL,
  country {number} NOT NULL,
  postal_contact {text} NOT NULL,
  postal_street {text} NOT NULL,
  postal_postcode {text} NOT NULL,
  postal_city {text} NOT NULL,
  postal_country {number} NOT NULL,
  mobile {text} NOT NULL,
  request_mailed {number} NOT NULL,
  request_email {text} NOT NULL,
  request_cc {text} NOT NULL,
  order_mailed {number} NOT NULL,
  order_email {text} NOT NULL,
  order_cc {text} NOT NULL,
  payment_term {number} NOT NULL,
  bic {text} NOT NULL,
  archived {number} NOT NULL,
  name_key {text} NOT NULL,
  city_key {text} NOT NULL,
  phone_key {text} NOT NULL,
  email_key {text} NOT NULL,
  iban_key {text} NOT NULL
{end}
CREATE INDEX supplier_by_number ON supplier (archived, number, id);
CREATE INDEX supplier_by_name ON supplier (archived, name_key, id);
CREATE INDEX supplier_by_city ON supplier (archived, city_key, id);
CREATE INDEX supplier_by_phone ON supplier (archived, phone_key, id);
CREATE INDEX supplier_by_email ON supplier (archived, email_key, id);
CREATE INDEX supplier_by_iban ON supplier (archived, iban_key, id);
CREATE INDEX supplier_by_bank_payment ON supplier (archived, bank_payment, id);
{search supplier}
CREATE TABLE article (
  {id},
  version {number} NOT NULL,
  code {text} NOT NULL UNIQUE,
  description {text} NOT NULL,
  unit {text} NOT NULL,
  sales_price {number} NOT NULL,
  revenue_group {text} NOT NULL,
  purchase_price {number} NOT NULL,
  vat {number} NOT NULL,
  archived {number} NOT NULL,
  code_key {text} NOT NULL,
  description_key {text} NOT NULL,
  unit_key {text} NOT NULL,
  revenue_group_key {text} NOT NULL
{end}
CREATE INDEX article_by_code ON article (archived, code_key, id);
CREATE INDEX article_by_description ON article (archived, description_key, id);
CREATE INDEX article_by_unit ON article (archived, unit_key, id);
CREATE INDEX article_by_sales_price ON article (archived, sales_price, id);
CREATE INDEX article_by_revenue_group ON article (archived, revenue_group_key, id);
{search article}
CREATE TABLE note (
  {id},
  entity {text} NOT NULL,
  record {number} NOT NULL,
  at {number} NOT NULL,
  user_id {number} NOT NULL,
  who {text} NOT NULL,
  body {text} NOT NULL
{end}
CREATE INDEX note_by_record ON note (entity, record, id);
CREATE TABLE import (
  {id},
  entity {text} NOT NULL,
  token {text} NOT NULL UNIQUE,
  file_name {text} NOT NULL,
  mode {number} NOT NULL,
  state {number} NOT NULL,
  at {number} NOT NULL,
  user_id {number} NOT NULL,
  who {text} NOT NULL,
  columns_read {number} NOT NULL,
  added {number} NOT NULL,
  changed {number} NOT NULL,
  skipped {number} NOT NULL,
  wrong {number} NOT NULL,
  notes {text} NOT NULL,
  remark {text} NOT NULL
{end}
CREATE INDEX import_by_entity ON import (entity, id);
CREATE TABLE import_line (
  import {number} NOT NULL REFERENCES import,
  place {number} NOT NULL,
  sheet_row {number} NOT NULL,
  verdict {number} NOT NULL,
  name {text} NOT NULL,
  heading {text} NOT NULL,
  cell {text} NOT NULL,
  reason {text} NOT NULL,
  PRIMARY KEY (import, place)
{end}
CREATE TABLE import_coupling (
  entity {text} NOT NULL,
  heading {text} NOT NULL,
  field {text} NOT NULL,
  PRIMARY KEY (entity, heading)
{end}
CREATE TABLE import_added (
  import {number} NOT NULL REFERENCES import,
  first_id {number} NOT NULL,
  last_id {number} NOT NULL,
  PRIMARY KEY (import, first_id)
{end}
CREATE TABLE import_change (
  import {number} NOT NULL REFERENCES import,
  record {number} NOT NULL,
  version {number} NOT NULL,
  old_values {text} NOT NULL,
  PRIMARY KEY (import, record)
{end}
