import { Announcer } from './announcer.tsx';
import { Banners } from './banners.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { IncidentPanel } from './incident-panel.tsx';
import type { PageModel } from './page-model.ts';
import type { ThemeChoice } from './preferences.ts';
import { NO_FILTERS } from './queue-view.ts';
import { Queue } from './queue.tsx';
import { useStore } from './store.ts';
import { TopBar } from './top-bar.tsx';
import { usePage, type Page } from './use-page.ts';

const NEXT_THEME: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'dark', dark: 'light', light: 'system' };

interface PartProps {
  readonly model: PageModel;
  readonly page: Page;
}

/** The whole page: bar and notices, the queue, the selected incident. */
export function App({ model }: { readonly model: PageModel }) {
  const page = usePage(model);
  return (
    <>
      <Head model={model} page={page} />
      <main class={page.open ? 'main main-open' : 'main'}>
        <QueueSection page={page} />
        <DetailSection model={model} page={page} />
      </main>
      <Announcer fresh={model.fresh} places={page.places} />
      {page.help ? <HelpDialog onClose={() => page.setHelp(false)} /> : null}
    </>
  );
}

function Head({ model, page }: PartProps) {
  const connection = useStore(model.connection);
  const sound = useStore(model.sound.state);
  const { theme } = useStore(model.preferences);
  return (
    <>
      <TopBar
        status={page.status}
        connection={connection}
        unanswered={page.view.counts.all}
        unansweredHigh={page.view.counts.high}
        sound={sound}
        theme={theme}
        onSound={() => toggleSound(model)}
        onTheme={() => model.preferences.update((now) => ({ ...now, theme: NEXT_THEME[now.theme] }))}
        onHelp={() => page.setHelp(true)}
      />
      <Banners
        simulation={page.simulation}
        captureNowMs={page.captureNowMs}
        connection={connection}
        stillAtMs={page.stillAtMs}
        sound={sound}
        hiddenHigh={page.view.hiddenHigh}
        onSoundOn={() => void model.sound.switchOn()}
        onShowHidden={() => page.setFilters(NO_FILTERS)}
      />
    </>
  );
}

function QueueSection({ page }: Pick<PartProps, 'page'>) {
  return (
    <section class="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" class="unseen">
        Queue
      </h2>
      <FilterBar filters={page.filters} inputRef={page.refs.filter} onChange={page.setFilters} />
      <Queue
        view={page.view}
        loaded={page.live.loaded}
        places={page.places}
        selected={page.selected}
        nowMs={page.nowMs}
        captureNowMs={page.captureNowMs}
        incidents={page.live.incidents}
        onSelect={page.setSelected}
        onOpen={(mark) => {
          page.setSelected(mark);
          page.setOpen(true);
        }}
        onRendered={page.reporter.rendered}
      />
    </section>
  );
}

function DetailSection({ model, page }: PartProps) {
  const map = useStore(model.map);
  return (
    <section class="detail" aria-label="Selected incident">
      {page.incident === undefined ? (
        <p class="empty">Choose an incident.</p>
      ) : (
        <IncidentPanel
          key={page.incident.summary.vehicleMark}
          model={model}
          incident={page.incident}
          map={map}
          places={page.places}
          operator={page.status?.operator ?? ''}
          nowMs={page.nowMs}
          captureNowMs={page.captureNowMs}
          simulated={page.simulation !== null}
          refs={page.refs}
          onBack={() => page.setOpen(false)}
        />
      )}
    </section>
  );
}

function toggleSound(model: PageModel): void {
  const on = model.sound.state.get() !== 'on';
  model.preferences.update((now) => ({ ...now, sound: on }));
  if (on) void model.sound.switchOn();
  else model.sound.switchOff();
}
