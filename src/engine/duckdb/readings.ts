import type { MoneyReading, TimeReading } from '../sources.ts';

/**
 * SQL for the instant of a text in microseconds since 1970 (BIGINT), NULL when the text cannot be read that way or does not lie in the years 2000 to 2099:
 * the engine takes 03-04-26 for an ISO date of the year 3 and a pattern of four-digit years takes 26 for the year 26.
 */
export function instantSql(text: string, reading: TimeReading): string {
  return credibleSql(anyInstantSql(text, reading));
}

/** SQL for an instant that is told, NULL when it does not lie in those years. It is written out three times: let it be a column where there are many rows. */
export function credibleSql(instant: string): string {
  return `case when ${instant} between 946684800000000 and 4102444799999999 then ${instant} end`;
}

/** SQL for the instant of a text as `instantSql`, in whatever year. */
export function anyInstantSql(text: string, reading: TimeReading): string {
  switch (reading.kind) {
    case 'epoch': {
      // Fractions of a second are kept (exports write 1700000000.123).
      const factor = { s: '1000000', ms: '1000', us: '1', ns: '0.001' }[reading.unit];
      return `cast(round(try_cast(${text} as decimal(28, 6)) * ${factor}) as bigint)`;
    }
    case 'iso':
      // A cast to TIMESTAMP would drop an offset without a word; the cast to TIMESTAMPTZ keeps it and reads a bare time as UTC.
      if (reading.time_zone === 'UTC') return `epoch_us(try_cast(${text} as timestamptz))`;
      return `epoch_us(case when regexp_matches(${text}, '(Z|z| ?UTC|[+-][0-9]{2}:?[0-9]{0,2})$') and length(${text}) > 11
        then try_cast(${text} as timestamptz) else timezone(${literal(reading.time_zone)}, try_cast(${text} as timestamp)) end)`;
    case 'pattern': {
      const parsed = `try_strptime(${text}, ${literal(reading.pattern)})`;
      if (reading.has_offset || reading.time_zone === 'UTC') return `epoch_us(${parsed})`;
      return `epoch_us(timezone(${literal(reading.time_zone)}, ${parsed}))`;
    }
  }
}

/**
 * SQL for money in hundredths of the currency unit (BIGINT), exact; NULL when the text cannot be read as money. A sign that should group thousands and has
 * not three digits behind it (two before the last group, as in India) makes the amount unreadable: taken off, it would make 12,50 to 1250.
 */
export function minorUnitsSql(text: string, reading: MoneyReading): string {
  const [decimal, group] = reading.decimal === 'comma' ? [',', '.'] : ['.', ','];
  // Currency signs and codes around the number go ("Rs. 500" with its point), groups go, the decimal sign becomes a point; "(50.00)" is negative in accounting.
  const digits = `regexp_replace(${text}, '\\p{L}\\.|[^0-9.,()+-]', '', 'g')`;
  const bare = `replace(replace(${digits}, '${group}', ''), '${decimal}', '.')`;
  const signed = `case when starts_with(${bare}, '(') then '-' || replace(replace(${bare}, '(', ''), ')', '') else ${bare} end`;
  const grouped = `'^[(+-]*[0-9]{1,3}([${group}][0-9]{2,3})*[${group}][0-9]{3}([${decimal}][0-9]*)?[)]*$'`;
  // Most amounts are plain numbers: one expression in place of nine.
  const plain = `regexp_full_match(${text}, '-?[0-9]+([${decimal}][0-9]+)?') then cast(round(try_cast(replace(${text}, ',', '.') as decimal(28, 6)) * 100) as bigint)`;
  return `case when ${plain} when not contains(${text}, '${group}') or not contains(${digits}, '${group}') or regexp_matches(${digits}, ${grouped})
    then cast(round(try_cast(${signed} as decimal(28, 6)) * 100) as bigint) end`;
}

/** An order id as it is compared: shops show and export the number with and without its sign. */
export function orderIdSql(text: string): string {
  return `ltrim(${text}, '#')`;
}

/** Patterns and zone names come from our own tables and from checked options; quotes are doubled all the same. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
