import type { FastifyInstance } from 'fastify';
import { entryRoutes } from './entry-routes.ts';
import { importRoutes } from './import-routes.ts';
import { ocgRoutes } from './ocg-routes.ts';
import { previewRoutes } from './preview-routes.ts';
import { ruleRoutes } from './rule-routes.ts';
import type { Watchlist } from './watchlist.ts';

/** Everything that the service answers over HTTP, to analysts and admins. */
export function watchlistRoutes(app: FastifyInstance, watchlist: Watchlist): void {
  importRoutes(app, watchlist);
  entryRoutes(app, watchlist);
  ocgRoutes(app, watchlist);
  previewRoutes(app, watchlist);
  ruleRoutes(app, watchlist);
}
