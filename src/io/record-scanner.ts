/** How a text is divided into records. */
export interface RecordRules {
  /** The delimiter's byte; null for text without quoting (JSON lines), where every line is a record. */
  delimiter: number | null;
  /** Physical lines before the first record, quotes or not. */
  skip_lines: number;
}

/** What may be told about while scanning; positions are bytes from the start of the scanned text. */
export interface RecordListener {
  /** A record that is not blank ended; `malformed` when a closing quote was followed by something else than a delimiter. */
  record?(start: number, end: number, malformed: boolean): void;
  /** A carriage return outside quotes, after the skipped lines. */
  carriageReturn?(position: number): void;
}

/**
 * Counts the records of a CSV text (UTF-8, windows-1252 or any encoding in which ASCII is ASCII) that comes in chunks of any size,
 * without looking at the fields. The rules are those of the strict CSV reader of the engine, so that its rows and rejects can be
 * checked against the count: RFC 4180; `\n`, `\r\n` and a lone `\r` outside quotes end a record; a quote opens only at the start of
 * a field, before which one space may stand; spaces may follow a closing quote, and a quote after them opens again; any other text
 * after a closing quote is malformed and goes on unquoted; an empty line is no record, a line of spaces is one.
 *
 * Chunks with many quotes go through a plain loop over the bytes: `indexOf` from quote to quote is slower as soon as cells are short.
 */
export class RecordScanner {
  /** Records so far, the header included, blank lines not. */
  records = 0;
  blank_lines = 0;
  /** Line ends outside quotes, and all in the skipped lines. */
  line_feeds = 0;
  carriage_returns = 0;
  pairs = 0;
  longest_record_bytes = 0;
  /** Where the quote that is open now was opened, else null. */
  open_quote_at: number | null = null;
  /** Where the first record lies in which a closing quote was followed by text, else null. */
  first_malformed_at: number | null = null;
  /** Where the first record begins, once all lines before it are skipped. */
  body_at = 0;

  private state: typeof PLAIN | typeof QUOTED | typeof QUOTE_SEEN = PLAIN;
  private base = 0;
  private recordStart = 0;
  private malformed = false;
  /** The two bytes before the chunk: they decide whether a quote at its start opens a field. */
  private last = LF;
  private lastButOne = LF;
  /** Position of the last carriage return outside quotes: a line feed right after it belongs to it. */
  private returnAt = -2;
  private linesToSkip: number;

  constructor(
    private readonly rules: RecordRules,
    private readonly listener: RecordListener = {},
  ) {
    this.linesToSkip = rules.skip_lines;
  }

  /** Whether the lines before the first record are not all over yet. */
  get skipping(): boolean {
    return this.linesToSkip > 0;
  }

  /** Takes the next bytes of the text. */
  push(chunk: Uint8Array): void {
    const length = chunk.length;
    if (length === 0) return;
    if (this.canJump(chunk)) this.pushJumping(chunk);
    else this.pushPlainly(chunk);
    this.rememberEnd(chunk);
  }

  /** Says that the text is over: the last record may lack its line end. An open quote stays in `open_quote_at`. */
  end(): void {
    if (this.state === QUOTE_SEEN) this.open_quote_at = null;
    if (this.base > this.recordStart) this.endRecord(this.base);
    this.recordStart = this.base;
  }

  /** Whether jumping pays: no carriage returns, few quotes, nothing to skip. */
  private canJump(chunk: Uint8Array): boolean {
    const bytes = asBuffer(chunk);
    if (bytes.includes(CR) || this.linesToSkip > 0) return false;
    if (this.rules.delimiter === null) return true;
    let [quotes, at] = [0, bytes.indexOf(QUOTE)];
    for (; at !== -1 && at < SAMPLE; at = bytes.indexOf(QUOTE, at + 1)) quotes++;
    return quotes * BYTES_PER_JUMP <= Math.min(chunk.length, SAMPLE);
  }

  /** The common case, three times as fast: from line end to line end and from quote to quote. */
  private pushJumping(chunk: Uint8Array): void {
    const bytes = asBuffer(chunk);
    const length = bytes.length;
    let i = 0;
    let lineEnd = bytes.indexOf(LF);
    let quote = this.rules.delimiter === null ? -1 : bytes.indexOf(QUOTE);
    while (i < length) {
      if (this.state === PLAIN) {
        if (lineEnd !== -1 && lineEnd < i) lineEnd = bytes.indexOf(LF, i);
        if (lineEnd !== -1 && (quote === -1 || lineEnd < quote)) {
          this.lineFeed(this.base + lineEnd);
          i = lineEnd + 1;
          lineEnd = bytes.indexOf(LF, i);
          continue;
        }
        if (quote === -1) return;
        if (this.opensField(chunk, quote)) this.openQuote(quote);
      } else if (this.state === QUOTED) {
        if (quote === -1) return;
        this.state = QUOTE_SEEN;
      } else {
        const byte = bytes[i]!;
        if (byte === QUOTE) this.state = QUOTED;
        else if (byte !== SPACE) this.closeQuote(byte);
        if (byte === SPACE) i++;
        if (byte !== QUOTE) continue;
      }
      i = quote + 1;
      quote = bytes.indexOf(QUOTE, i);
    }
  }

  private pushPlainly(chunk: Uint8Array): void {
    const length = chunk.length;
    const quotes = this.rules.delimiter !== null;
    let i = 0;
    while (i < length) {
      if (this.state === PLAIN) {
        while (i < length && chunk[i]! > QUOTE) i++;
        if (i === length) break;
        const byte = chunk[i]!;
        if (byte === LF) this.lineFeed(this.base + i);
        else if (byte === CR) this.carriageReturn(this.base + i);
        else if (byte === QUOTE && quotes && this.linesToSkip === 0 && this.opensField(chunk, i)) this.openQuote(i);
        i++;
      } else if (this.state === QUOTED) {
        while (i < length && chunk[i] !== QUOTE) i++;
        if (i < length) this.state = QUOTE_SEEN;
        i++;
      } else if (chunk[i] === QUOTE) {
        this.state = QUOTED;
        i++;
      } else if (chunk[i] === SPACE) {
        i++;
      } else {
        this.closeQuote(chunk[i]!);
      }
    }
  }

  private openQuote(at: number): void {
    this.state = QUOTED;
    this.open_quote_at = this.base + at;
  }

  private lineFeed(at: number): void {
    if (this.returnAt === at - 1) {
      this.carriage_returns--;
      this.pairs++;
      this.recordStart = at + 1;
      if (this.body_at === at) this.body_at = at + 1;
      return;
    }
    this.line_feeds++;
    this.endLine(at);
  }

  private carriageReturn(at: number): void {
    this.carriage_returns++;
    this.returnAt = at;
    if (this.linesToSkip === 0) this.listener.carriageReturn?.(at);
    this.endLine(at);
  }

  private endLine(at: number): void {
    if (this.linesToSkip > 0) {
      this.linesToSkip--;
      this.recordStart = at + 1;
      this.body_at = at + 1;
      return;
    }
    if (at === this.recordStart) this.blank_lines++;
    else this.endRecord(at);
    this.recordStart = at + 1;
  }

  private endRecord(at: number): void {
    if (this.linesToSkip > 0) return;
    this.records++;
    if (at - this.recordStart > this.longest_record_bytes) this.longest_record_bytes = at - this.recordStart;
    this.listener.record?.(this.recordStart, at, this.malformed);
    this.malformed = false;
  }

  private closeQuote(next: number): void {
    this.state = PLAIN;
    this.open_quote_at = null;
    if (this.endsField(next)) return;
    this.malformed = true;
    this.first_malformed_at ??= this.recordStart;
  }

  private opensField(chunk: Uint8Array, at: number): boolean {
    const before = at > 0 ? chunk[at - 1]! : this.last;
    if (before !== SPACE) return this.endsField(before);
    return this.endsField(at > 1 ? chunk[at - 2]! : at === 1 ? this.last : this.lastButOne);
  }

  private endsField(byte: number): boolean {
    return byte === this.rules.delimiter || byte === LF || byte === CR;
  }

  private rememberEnd(chunk: Uint8Array): void {
    const { length } = chunk;
    this.lastButOne = length > 1 ? chunk[length - 2]! : this.last;
    this.last = chunk[length - 1]!;
    this.base += length;
  }
}

const PLAIN = 0;
const QUOTED = 1;
const QUOTE_SEEN = 2;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
/** Bytes of a chunk in which quotes are counted, and bytes that the plain loop passes in the time of one jump (33 measured). */
const SAMPLE = 16_384;
const BYTES_PER_JUMP = 40;

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
}
