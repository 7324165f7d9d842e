// The printable character that stands for each byte in a byte-level tokenizer.json (GPT-2's table): printable Latin-1
// characters stand for themselves, the other 68 bytes for U+0100 and up, in order.

/** byte → character [256] */
export const BYTE_SYMBOLS: readonly string[] = table();

/** character → byte */
export const SYMBOL_BYTES: ReadonlyMap<string, number> = new Map(BYTE_SYMBOLS.map((symbol, byte) => [symbol, byte]));

function table(): string[] {
  let next = 0x100;
  return Array.from({length: 256}, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    return String.fromCharCode(printable ? byte : next++);
  });
}
