import { describe, expect, it } from 'vitest';
import { chooseRoutes } from '../../src/intake/choose-routes.ts';
import { hit, stageShop } from '../shop.ts';

const pagesOf = (addresses: readonly string[]) =>
  stageShop({ events: addresses.map((address, index) => hit('v1', `10:0${index}:00`, address)) }, ({ rows }) =>
    rows(
      { line: 'VARCHAR' },
      'select concat(p.page, p.page_group) as line from page_steps as s join pages as p on p.page_id = s.page_id order by s.step',
    ),
  ).then((found) => found.map(({ line }) => line));

describe('routes', () => {
  it('are found in the parameter that names the page: an OpenCart shop', async () => {
    const shop = 'https://www.shop.example/index.php';
    const addresses = [
      `${shop}?route=common/home`,
      `${shop}?route=product/category&path=20`,
      `${shop}?route=product/product&product_id=43`,
      `${shop}?route=checkout/cart`,
      `${shop}?route=checkout/checkout`,
    ];
    expect(chooseRoutes(addresses)).toEqual({ in: 'parameter', name: 'route' });
    expect(await pagesOf(addresses)).toEqual([
      '/common/home13',
      '/product/category2',
      '/product/:id3',
      '/checkout/cart5',
      '/checkout/checkout6',
    ]);
  });

  it('are found behind the hash: a shop that is one page', async () => {
    const addresses = [
      'https://www.shop.example/#/',
      'https://www.shop.example/app?x=1#/products/shoe?size=4',
      'https://www.shop.example/#!/cart',
    ];
    expect(chooseRoutes(addresses)).toEqual({ in: 'fragment' });
    expect(await pagesOf(addresses)).toEqual(['/1', '/products/:id3', '/cart5']);
  });

  it('are not looked for where paths name the pages', () => {
    expect(chooseRoutes([])).toBeNull();
    expect(chooseRoutes(['/', '/products/shoe?page=2', '/products?page=3', '/cart#top', '/checkout'])).toBeNull();
    expect(chooseRoutes(['/?view=grid', '/products?view=grid', '/products/shoe?view=grid'])).toBeNull();
  });
});
