import type { UnderstoodFile } from './assign-roles.ts';
import { compareRoles, type RenamedRole, type RoleGap } from './compare-roles.ts';

/** What the exports have and have not: decides what the report can answer. */
export interface Facts {
  has_orders_export: boolean;
  /** The orders export tells which orders were cancelled or refunded. */
  has_order_states: boolean;
  has_traffic_source: boolean;
  has_urls: boolean;
  has_native_sessions: boolean;
  has_device: boolean;
  has_user_agent: boolean;
  /** A column says which hits are those of bots. */
  has_bot_flag: boolean;
  /** Without it, a session without tags may have come from anywhere. */
  has_referrer: boolean;
  has_status: boolean;
  has_search_results: boolean;
  has_load_times: boolean;
  has_form_errors: boolean;
  /** Files whose times have no offset. */
  naive_times: string[];
  /** Currencies whose orders were converted to that of the report. */
  converted: { currency: string; rows: number }[];
  /** What the platforms of the exports make the report less sure of; sentences. */
  warnings: string[];
  /** Orders in the export, or hits, carry order ids. */
  has_order_ids: boolean;
  /** Roles that some files lack while files like them have them. */
  role_gaps: RoleGap[];
  /** Roles that are played by columns of different names. */
  renamed_roles: RenamedRole[];
}

export function gatherFacts(
  files: readonly UnderstoodFile[],
  { hasUrls, hasTouches, hasFormErrors }: { hasUrls: boolean; hasTouches: boolean; hasFormErrors: boolean },
): Facts {
  const events = files.filter((file) => file.event !== null);
  const has = (...roles: string[]) => events.some((file) => file.recognition.roles.some((finding) => roles.includes(finding.role)));
  const { gaps, renamed } = compareRoles(files);
  // What one file cannot show would count as absent there.
  const everywhere = (role: string) => has(role) && !gaps.some(({ side, roles }) => side === 'events' && roles.includes(role));
  return {
    has_orders_export: files.some((file) => file.order !== null),
    has_order_states: files.some(({ order }) => order?.roles.status !== undefined || order?.roles.refunded_amount !== undefined),
    has_traffic_source: has('utm_source', 'utm_medium', 'utm_campaign', 'referrer') || hasTouches,
    has_urls: hasUrls,
    has_native_sessions: has('session_id'),
    has_device: has('device', 'user_agent'),
    has_user_agent: has('user_agent'),
    has_bot_flag: has('is_bot'),
    has_referrer: has('referrer'),
    has_status: everywhere('http_status'),
    has_search_results: everywhere('search_results'),
    has_load_times: everywhere('load_ms'),
    has_form_errors: hasFormErrors,
    naive_times: files.filter((file) => file.time?.naive && file.customer === null).map((file) => file.opened.shown),
    converted: [],
    warnings: [...new Set(files.flatMap(({ recognition }) => recognition.platform?.warning ?? []))],
    has_order_ids: has('order_id') || hasUrls,
    role_gaps: gaps,
    renamed_roles: renamed,
  };
}

/** Domains of the site as configured; else those that logs tell by their referrers, where pages have no host. Empty where addresses tell. */
export function siteDomains(configured: readonly string[], files: readonly UnderstoodFile[]): string[] {
  if (configured.length > 0) return [...configured];
  const origins = files.flatMap(({ event, recognition }) =>
    recognition.platform?.names_own_pages_as_referrers && event?.origin ? [event.origin] : [],
  );
  return [...new Set(origins.map((origin) => new URL(origin).hostname))];
}

/** Whether session ids are long enough to be unique over all visitors: 16 characters or more in every filled cell of the samples. */
export function hasLongSessionIds(files: readonly UnderstoodFile[]): boolean {
  const looks = files.flatMap(({ event, recognition }) =>
    event === null ? [] : recognition.roles.filter(({ role }) => role === 'session_id').map(({ look }) => look),
  );
  return looks.length > 0 && looks.every((look) => look.shortest >= 16);
}

/** Signals that the exports can show; the others are unavailable, never 0. */
export function signalsShown(facts: Facts): Set<string> {
  const shown = new Set(['loop', 'reload', 'placebo']);
  const byAddress = ['error', 'form_reject', 'dead_end', 'information_request', 'repeat_search', 'backtrack'];
  if (facts.has_urls) for (const signal of byAddress) shown.add(signal);
  if (facts.has_form_errors) shown.add('form_reject');
  if (facts.has_load_times) shown.add('slow');
  if (facts.has_status) shown.add('error');
  if (facts.has_search_results) for (const signal of ['zero_result', 'search_failure']) shown.add(signal);
  return shown;
}
