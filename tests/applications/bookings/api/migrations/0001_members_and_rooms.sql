CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE members (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE,
  name text NOT NULL,
  phone text,
  role text NOT NULL CHECK (role IN ('member', 'warden', 'admin')),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);

CREATE TABLE rooms (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  kind text NOT NULL,
  seats integer NOT NULL,
  price_per_hour_cents integer NOT NULL,
  equipment text[] NOT NULL DEFAULT '{}',
  open_from text NOT NULL,
  open_until text NOT NULL,
  photos text[] NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz
);
