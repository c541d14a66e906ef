/** What a column of a spend report can hold. */
export const SPEND_FIELDS = [
  ...['date', 'week', 'month', 'starts', 'ends', 'campaign', 'campaign_id', 'source', 'medium'],
  ...['impressions', 'clicks', 'cost', 'cost_micros', 'currency'],
] as const;
export type SpendField = (typeof SPEND_FIELDS)[number];

/** Header words by field, in English, French, German, Spanish, Portuguese and the names of the APIs; compared whole, never as a part of a header. */
export const HEADER_WORDS: Record<SpendField, readonly string[]> = {
  date: [
    ...['date', 'day', 'jour', 'tag', 'día', 'dia', 'data', 'fecha', 'datum'],
    ...['gregorian date', 'timeperiod', 'time period', 'segments.date', 'date_start'],
  ],
  week: ['week', 'semaine', 'woche', 'semana', 'segments.week'],
  month: ['month', 'mois', 'monat', 'mes', 'mês', 'segments.month'],
  starts: ['reporting starts', 'début des rapports', 'berichtsbeginn', 'inicio del informe', 'início dos relatórios'],
  ends: ['reporting ends', 'fin des rapports', 'berichtsende', 'fin del informe', 'término dos relatórios', 'encerramento dos relatórios'],
  campaign: [
    ...['campaign', 'campaign name', 'campaignname', 'campaign_name', 'campaign.name', 'utm_campaign'],
    ...['campagne', 'nom de la campagne', 'kampagne', 'name der kampagne', 'kampagnenname'],
    ...['campaña', 'nombre de la campaña', 'campanha', 'nome da campanha'],
  ],
  campaign_id: [
    ...['campaign id', 'campaignid', 'campaign_id', 'campaign.id', 'utm_id'],
    ...['id de campagne', 'id de la campagne', 'kampagnen-id', 'id de campaña', 'id de la campaña', 'id da campanha', 'código da campanha'],
  ],
  source: ['source', 'utm_source'],
  medium: ['medium', 'utm_medium'],
  impressions: ['impr.', 'impressions', 'impressionen', 'impresiones', 'impressões', 'metrics.impressions'],
  clicks: [
    ...['link clicks', 'clics sur un lien', 'link-klicks', 'clics en el enlace', 'cliques no link'],
    ...['clicks', 'clics', 'klicks', 'cliques', 'metrics.clicks'],
  ],
  cost: [
    ...['cost', 'coût', 'kosten', 'coste', 'costo', 'custo', 'spend'],
    ...['amount spent', 'montant dépensé', 'ausgegebener betrag', 'importe gastado', 'valor gasto', 'valor usado', 'montante gasto'],
  ],
  cost_micros: ['cost_micros', 'metrics.cost_micros', 'cost micros'],
  currency: [
    ...['currency code', 'currencycode', 'currency', 'currency_code', 'customer.currency_code'],
    ...['code de la devise', 'währungscode', 'código de moneda', 'código da moeda'],
  ],
};

/** Cost headers of Meta alone; the currency stands behind them in brackets. */
export const META_COST: readonly string[] = HEADER_WORDS.cost.slice(7);

/** Date headers of languages that put the day before the month. */
export const DAY_FIRST_WORDS: ReadonlySet<string> = new Set([
  ...['jour', 'tag', 'día', 'dia', 'data', 'fecha', 'datum'],
  ...['début des rapports', 'berichtsbeginn', 'inicio del informe', 'início dos relatórios'],
]);
