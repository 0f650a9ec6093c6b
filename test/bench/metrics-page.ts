import { setTimeout as pause } from 'node:timers/promises';

/** One scrape of `/metrics`, summed over labels that are not asked for. */
export interface MetricsPage {
  /** The sum of a metric's samples whose labels contain the text; 0 when there is none. */
  sum(metric: string, labels?: string): number;
}

export async function scrape(baseUrl: string): Promise<MetricsPage> {
  const response = await fetch(`${baseUrl}/metrics`);
  const lines = (await response.text()).split('\n');
  return {
    sum(metric, labels = '') {
      let sum = 0;
      for (const line of lines) {
        if (!line.startsWith(metric) || !/^[{ ]/.test(line.slice(metric.length)) || !line.includes(labels)) continue;
        sum += Number(line.slice(line.lastIndexOf(' ') + 1));
      }
      return sum;
    },
  };
}

/** Scrapes until the condition holds; rejects when it does not within the time. */
export async function scrapeUntil(
  baseUrl: string,
  holds: (page: MetricsPage) => boolean,
  { everyMs, maxMs }: { readonly everyMs: number; readonly maxMs: number },
): Promise<MetricsPage> {
  const giveUpAt = performance.now() + maxMs;
  for (;;) {
    const page = await scrape(baseUrl);
    if (holds(page)) return page;
    if (performance.now() > giveUpAt) throw new Error('The metrics did not come to what was expected in time.');
    await pause(everyMs);
  }
}
