import { ChevronLeft, Copy, Ellipsis, PenLine, RotateCcw } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import type { ChangeMark } from '../../content/history/index.ts';
import type { MarkedHandle } from '../../document/index.ts';
import type { DocumentSummary, VersionSummary } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { documentPath } from '../address.ts';
import { IconLink } from '../IconLink.tsx';
import { ChangeBar } from './ChangeBar.tsx';
import styles from './History.module.css';
import { NameDialog } from './NameDialog.tsx';
import { peopleByIds } from './people.ts';
import { Timeline } from './Timeline.tsx';
import { useVersionActions } from './use-version-actions.ts';
import { VersionView } from './VersionView.tsx';
import { NOW, useChanges, useVersions } from './versions.ts';

const NOTHING = 'nothing';

export const History = ({ document }: { readonly document: DocumentSummary }) => {
  const { t, i18n } = useTranslation();
  const { id } = document;
  const [named, setNamed] = useState(false);
  const listed = useVersions(id, named);
  const all = useVersions(id, false);
  const pages = all.data?.pages ?? [];
  const versions = pages.flatMap((page) => page.versions);
  const shown = listed.data?.pages.flatMap((page) => page.versions) ?? [];
  const [selected, setSelected] = useSelected();
  const [base, setBase] = useState<string | null>(null);
  const [showChanges, setShowChanges] = useState(true);
  const [current, setCurrent] = useState<number | null>(null);
  const [naming, setNaming] = useState(false);
  const view = useRef<MarkedHandle>(null);

  const version = versions.find((each) => each.id === selected) ?? shown.find((each) => each.id === selected);
  const [was, is] = sidesOf(versions, selected, base);
  const changes = useChanges(id, is, was);
  const people = [...pages, ...(listed.data?.pages ?? [])].flatMap((page) => page.people);
  const known = JSON.stringify([...people, ...(changes.data?.people ?? [])]);
  const personOf = useMemo(() => peopleByIds(JSON.parse(known), t('history.somebody')), [known, t]);
  const authorOf = useCallback(
    ({ kind, by }: ChangeMark) => {
      const { name, color } = personOf(by);
      return { color, sentence: t(`history.${kind}By`, { who: name }) };
    },
    [personOf, t],
  );
  const actions = useVersionActions(document);

  const select = (next: string): void => {
    setSelected(next);
    setBase(null);
    setCurrent(null);
  };
  const go = (n: number): void => {
    setCurrent(n);
    view.current?.goTo(n);
  };
  const places = changes.data?.changes ?? [];
  useStepKeys(places.length, current, go);

  const nameOf = (each: VersionSummary): string =>
    each.name ?? new Date(each.at).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const title = document.title || t('home.untitled');
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <IconLink label={t('history.back')} href={documentPath(id)}>
          <ChevronLeft size={20} aria-hidden />
        </IconLink>
        <div className={styles.heading}>
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.which}>{version === undefined ? t('history.now') : nameOf(version)}</p>
        </div>
        {version !== undefined && (
          <Button
            look="primary"
            disabled={actions.isRestoring}
            onClick={() => actions.restore(version.id, nameOf(version))}
          >
            <RotateCcw size={16} aria-hidden />
            <span className={styles.wide}>{t('history.restore')}</span>
            <span className={styles.narrow}>{t('history.restoreShort')}</span>
          </Button>
        )}
        <Menu
          trigger={
            <IconButton label={t('history.actions')}>
              <Ellipsis size={19} aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<PenLine size={16} />} onSelect={() => setNaming(true)}>
            {version?.name == null ? t('history.name') : t('history.rename')}
          </MenuItem>
          {version !== undefined && (
            <MenuItem icon={<Copy size={16} />} onSelect={() => actions.copy(version.id, nameOf(version))}>
              {t('history.copy')}
            </MenuItem>
          )}
        </Menu>
      </header>
      <div className={styles.columns}>
        <main className={styles.main}>
          <ChangeBar
            changes={changes.data?.changes ?? null}
            current={current}
            showChanges={showChanges}
            personOf={personOf}
            onShowChanges={setShowChanges}
            onGo={go}
          />
          <VersionView
            key={`${was} ${is}`}
            document={document}
            version={is}
            since={was}
            changes={changes}
            showChanges={showChanges}
            handle={view}
            authorOf={authorOf}
            personOf={personOf}
            label={t('history.textOf', { title, version: version === undefined ? t('history.now') : nameOf(version) })}
          />
        </main>
        <aside className={styles.side} aria-label={t('history.title')}>
          <div className={styles.filters}>
            <h2 className={styles.sideTitle}>{t('history.title')}</h2>
            <label className={styles.filter}>
              <input type="checkbox" checked={named} onChange={(event) => setNamed(event.target.checked)} />
              {t('history.onlyNamed')}
            </label>
            <label className={styles.compare}>
              {t('history.compareWith')}
              <select value={base ?? ''} onChange={(event) => setBase(event.target.value || null)}>
                <option value="">{t('history.theOneBefore')}</option>
                {selected !== NOW && <option value={NOW}>{t('history.now')}</option>}
                {versions
                  .filter((each) => each.id !== selected)
                  .map((each) => (
                    <option key={each.id} value={each.id}>
                      {nameOf(each)}
                    </option>
                  ))}
                <option value={NOTHING}>{t('history.nothing')}</option>
              </select>
            </label>
          </div>
          <Timeline
            versions={shown}
            since={pages[0]?.since ?? []}
            selected={selected}
            named={named}
            hasMore={listed.hasNextPage}
            personOf={personOf}
            onSelect={select}
            onMore={() => void listed.fetchNextPage()}
          />
        </aside>
      </div>
      <NameDialog
        open={naming}
        name={version?.name ?? null}
        onClose={() => setNaming(false)}
        onName={(name) => {
          setNaming(false);
          actions.name(version?.id ?? NOW, name);
        }}
      />
    </div>
  );
};

/** Which version is looked at is part of the address, so that it can be sent and gone back to. */
const useSelected = (): [string, (version: string) => void] => {
  const search = useSearch();
  const [location, navigate] = useLocation();
  const selected = new URLSearchParams(search).get('version') ?? NOW;
  return [selected, (version) => navigate(version === NOW ? location : `${location}?version=${version}`)];
};

/** The older and the newer state: the one that is looked at and the one it is compared with, the one before it unless told. */
const sidesOf = (
  versions: readonly VersionSummary[],
  selected: string,
  base: string | null,
): [was: string | null, is: string] => {
  const placeOf = (version: string): number =>
    version === NOW ? -1 : versions.findIndex((each) => each.id === version);
  const place = placeOf(selected);
  if (base === NOTHING) return [null, selected];
  if (base === null)
    return [(selected !== NOW && place === -1 ? undefined : versions[place + 1])?.id ?? null, selected];
  return placeOf(base) < place ? [selected, base] : [base, selected];
};

/** F3 leads to the next change and Shift+F3 to the one before, as it does where words are found. */
const useStepKeys = (count: number, current: number | null, go: (n: number) => void): void => {
  const latest = useRef({ count, current, go });
  useEffect(() => {
    latest.current = { count, current, go };
  });
  useEffect(() => {
    const step = (event: KeyboardEvent): void => {
      const { count: most, current: at, go: goTo } = latest.current;
      if (event.key !== 'F3' || most === 0) return;
      event.preventDefault();
      const by = event.shiftKey ? -1 : 1;
      goTo(at === null ? (by > 0 ? 0 : most - 1) : (at + by + most) % most);
    };
    window.addEventListener('keydown', step);
    return () => window.removeEventListener('keydown', step);
  }, []);
};
