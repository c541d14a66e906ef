import type { Call } from '../../attribution/split/judge-split.ts';

/** Calls that say what was planted, and calls that name the wrong leader. `assumptions_hold`: no intent that the exports do not show. */
export const EXPECTED: Readonly<Record<string, { right: readonly Call[]; wrong: readonly Call[]; assumptions_hold: boolean }>> = {
  none: {
    right: ['neither_matters', 'not_enough_evidence', 'behaviour_only_ambiguous'],
    wrong: ['navigation_leads', 'traffic_leads'],
    assumptions_hold: true,
  },
  navigation_only: {
    right: ['navigation_leads', 'navigation_matters', 'both_lead_unproven'],
    wrong: ['traffic_leads'],
    assumptions_hold: true,
  },
  checkout_form_only: {
    right: ['navigation_leads', 'navigation_matters', 'both_lead_unproven'],
    wrong: ['traffic_leads'],
    assumptions_hold: true,
  },
  traffic_only: {
    right: ['traffic_leads', 'traffic_matters', 'traffic_matters_navigation_ambiguous', 'both_lead_unproven'],
    wrong: ['navigation_leads'],
    assumptions_hold: true,
  },
  both: { right: ['both_lead_unproven', 'traffic_leads', 'navigation_leads'], wrong: [], assumptions_hold: true },
  traffic_causes_friction: { right: ['both_lead_unproven', 'traffic_leads', 'navigation_leads'], wrong: [], assumptions_hold: true },
  friction_is_symptom: {
    right: ['traffic_leads', 'traffic_matters', 'traffic_matters_navigation_ambiguous'],
    wrong: ['navigation_leads', 'navigation_matters'],
    assumptions_hold: false,
  },
  rare_conversions: {
    right: ['both_lead_unproven', 'navigation_matters', 'traffic_matters', 'traffic_matters_navigation_ambiguous', 'not_enough_evidence'],
    wrong: [],
    assumptions_hold: true,
  },
  many_campaigns: { right: ['both_lead_unproven', 'traffic_leads', 'navigation_leads'], wrong: [], assumptions_hold: true },
  visitor_clusters: { right: ['both_lead_unproven', 'traffic_leads', 'navigation_leads'], wrong: [], assumptions_hold: false },
};
