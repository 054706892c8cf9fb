const BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";

/** The first bits of the bytes in the alphabet of RFC 4648, lower case. @param characters - of 5 bits each, at most */
export function base32Of(bytes: Uint8Array, characters: number): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held & 0xff) << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE_32[(held >> (bits - 5)) & 31];
    if (text.length >= characters) return text.slice(0, characters);
  }
  return text;
}
