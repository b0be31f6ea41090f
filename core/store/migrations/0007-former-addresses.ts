/**
 * Whose an address once was: a person known by phone alone is left without any when somebody else turns
 * out to have that phone, and has still to be found and erased by it. `taken_by` is who got it; null: it was
 * given up. `stopped_address` keeps STOP after its person was erased; a `lookup` does not give the address away.
 */
export const migration0007 = `
CREATE TABLE former_address (
  lookup TEXT NOT NULL,
  contact TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  taken_by TEXT,
  PRIMARY KEY (lookup, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX former_address_contact ON former_address (contact);
CREATE INDEX former_address_taken ON former_address (taken_by) WHERE taken_by IS NOT NULL;

CREATE TABLE stopped_address (
  lookup TEXT PRIMARY KEY NOT NULL,
  stopped_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
