/** How many texts came in a row without a pause, and until when nobody is answered who writes like a machine. */
export const migration0013 = `
ALTER TABLE conversation ADD COLUMN fast_texts INTEGER;
ALTER TABLE conversation ADD COLUMN loop_until_at INTEGER;
`;
