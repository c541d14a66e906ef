/** Papers that the explanations cite, by what is taken from them. */
export const PAPERS = {
  competing_risks: 'Aalen & Johansen (1978), Scand J Statist 5:141–150',
  false_discovery: 'Benjamini & Hochberg (1995), JRSS B 57:289–300',
  cross_fitting: 'Chernozhukov et al. (2018), Econometrics Journal 21:C1–C68, for measuring on one part what was chosen on another',
  shrinkage: 'Clayton & Kaldor (1987), Biometrics 43:671–681',
  decomposition: 'Das Gupta (1993), Standardization and Decomposition of Rates, US Bureau of the Census P23-186',
  average_fraction: 'Eide & Gefeller (1995), J Clin Epidemiol 48:645–655',
  poisson_limits: 'Garwood (1936), Biometrika 28:437–442',
  absorbing_chain: 'Kemeny & Snell (1960), Finite Markov Chains, theorem 3.3.7',
  jackknife: 'Kott (2001), J Official Statist 17:521–526',
  ridge: 'le Cessie & van Houwelingen (1992), Applied Statistics 41:191–201',
  random_effects: 'MacKay (1992), Neural Computation 4:415–447',
  group_means: 'Mundlak (1978), Econometrica 46:69–85',
  coalition: 'Owen (1977), Lecture Notes in Economics 141:76–88',
  shapley: 'Shapley (1953), Contributions to the Theory of Games II:307–317',
  e_value: 'VanderWeele & Ding (2017), Ann Intern Med 167:268–274',
  share_limits: 'Wilson (1927), JASA 22:209–212',
} as const;

/** Said of what midfunnel defines itself. */
export const OWN_RULE = 'A rule of midfunnel; docs/method.md';
/** Said of what is counted and not estimated. */
export const OWN_COUNT = 'A count by the rules of midfunnel; docs/glossary.md';
