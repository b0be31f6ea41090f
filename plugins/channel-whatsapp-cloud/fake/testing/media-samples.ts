/** The first bytes of files, enough for what looks at the first bytes. */
export const mediaSamples = {
  jpeg: Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46]),
  png: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
  webp: bytes("RIFF\x10\x00\x00\x00WEBPVP8 "),
  animatedWebp: bytes("RIFF\x10\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00"),
  mp4: bytes("\x00\x00\x00\x18ftypmp42"),
  ogg: bytes("OggS\x00\x02"),
  pdf: bytes("%PDF-1.7\n"),
  text: bytes("Halo, dunia"),
} as const;

function bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
