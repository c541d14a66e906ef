import { cumulate } from './random.ts';

/** A list page of the shop with its products, most popular first. */
export interface Category {
  name: string;
  /** URLs of its pages, `?page=2` and on from the second. */
  page_urls: readonly string[];
  products: readonly Product[];
  /** Cumulative Zipf weights of the products, for `pickIndex`. */
  popularity: readonly number[];
  /** How often the category is chosen, relative to the others. */
  weight: number;
  /** Heavy pages (large image sliders): slow pages are planted here more often. */
  is_heavy: boolean;
}

/** A product page. Sold-out ones say so in their URL, so that a reader can see the dead end. */
export interface Product {
  url: string;
  category_index: number;
  is_sold_out: boolean;
}

/** What people type into the search box. */
export interface SearchTerm {
  url: string;
  category_index: number;
  /** Misspelt or not sold: the search never finds anything. */
  never_found: boolean;
}

/** Address of the made-up shop, without a slash at the end. */
export const SHOP_URL = 'https://www.fernby.example';

const CATEGORY_WORDS: readonly (readonly [name: string, things: string])[] = [
  ['lamps', 'desk-lamp floor-lamp reading-light lantern pendant'],
  ['chairs', 'armchair stool rocking-chair folding-chair bench'],
  ['tables', 'side-table dining-table desk console trestle'],
  ['shelves', 'bookcase wall-shelf shoe-rack cabinet plant-stand'],
  ['bedding', 'duvet pillow bed-sheet blanket quilt'],
  ['kitchen', 'teapot frying-pan knife-block bread-bin kettle'],
  ['bath', 'bath-towel bath-mat soap-dish mirror laundry-bin'],
  ['garden', 'parasol planter fire-bowl hammock watering-can'],
  ['kids', 'toy-chest night-light play-mat growth-chart bunk-ladder'],
  ['sale', 'cushion vase picture-frame candle-set door-mat'],
];
const MAKES = ['oak', 'ash', 'linen', 'wool', 'steel', 'brass', 'cork', 'clay'];
const SOLD_OUT_EVERY = 15;
const HEAVY = new Set(['chairs', 'garden', 'sale']);
const PAGES_PER_CATEGORY = 4;
const ZIPF_EXPONENT = 0.9;

/** The ten categories with forty products each: 400 product pages, Zipf popularity, every fifteenth sold out. */
export const CATEGORIES: readonly Category[] = CATEGORY_WORDS.map(([name, things], category_index) => {
  const products = things.split(' ').flatMap((thing, row) =>
    MAKES.map((make, column): Product => {
      const number = 1000 + category_index * 40 + row * MAKES.length + column;
      const is_sold_out = number % SOLD_OUT_EVERY === 0;
      return { url: `${SHOP_URL}/p/${number}-${make}-${thing}${is_sold_out ? '-sold-out' : ''}`, category_index, is_sold_out };
    }),
  );
  return {
    name,
    page_urls: Array.from({ length: PAGES_PER_CATEGORY }, (_, page) => `${SHOP_URL}/c/${name}${page === 0 ? '' : `?page=${page + 1}`}`),
    products,
    popularity: cumulate(products.map((_, rank) => (rank + 1) ** -ZIPF_EXPONENT)),
    weight: (category_index + 2) ** -0.5,
    is_heavy: HEAVY.has(name),
  };
});

/** Cumulative weights of the categories, for `pickIndex`. */
export const CATEGORY_WEIGHTS: readonly number[] = cumulate(CATEGORIES.map((category) => category.weight));

/** Search terms, all equally likely; some hold a quote or a comma, as typed terms do. */
export const SEARCH_TERMS: readonly SearchTerm[] = [
  ...['lamp', 'reading+lamp', 'armchair', 'chair+oak', 'dining+table', '24"+shelf', 'bookcase', 'duvet+135x200', 'pillow,+soft', 'teapot'],
  ...['pan+28cm', 'towel', 'mirror', 'parasol', 'planter', 'night+light', 'cushion', 'frame+12"x16"', 'vase', 'door+mat'],
].map((term, index) => ({ url: `${SHOP_URL}/search?q=${term}`, category_index: index >> 1, never_found: false }));

/** Misspelt terms and things the shop does not sell. */
export const LOST_TERMS: readonly SearchTerm[] = ['amrchair', 'gift+card', 'curtain+rod', 'parasoll', 'sofa+bed', 'led+stripe'].map(
  (term, index) => ({
    url: `${SHOP_URL}/search?q=${term}`,
    category_index: index,
    never_found: true,
  }),
);
