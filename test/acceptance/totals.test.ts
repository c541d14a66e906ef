import { describe, expect, it } from 'vitest';
import { runMidfunnel } from './run-midfunnel.ts';

describe('reports of the GA4 interface', () => {
  it.each(['ga4_ui_export_multi_table.csv', 'ga4_ui_landing_source.csv'])(
    '%s is refused, with the export to make instead',
    async (name) => {
      const file = `platform-exports/${name}`;
      const { code, stderr } = await runMidfunnel('diagnose', '-q', '--config', 'none', '--events', file);
      expect(code).toBe(3);
      expect(stderr).toContain(`${file} is a report or exploration of the GA4 interface`);
      expect(stderr).toContain('BigQuery links');
    },
  );
});
