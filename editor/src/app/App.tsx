import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Route, Router, Switch } from 'wouter';
import { i18n } from '../ui/i18n/index.ts';
import { ToastProvider } from '../ui/Toasts.tsx';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { LinkPage } from './access/LinkPage.tsx';
import { basePath } from './address.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Home } from './home/Home.tsx';
import { LostPage } from './LostPage.tsx';
import { loadDocumentPage, loadHistoryPage } from './page/load.ts';
import { PageSkeleton } from './page/PageSkeleton.tsx';
import { createQueryClient } from './queries.ts';
import { useLeaveWhenFinished } from './use-leave-when-finished.ts';

const DocumentPage = lazy(() => loadDocumentPage());
const EmbedPage = lazy(() => import('./embed/EmbedPage.tsx').then(({ EmbedPage }) => ({ default: EmbedPage })));
const HistoryPage = lazy(loadHistoryPage);

export const App = () => {
  const [queryClient] = useState(createQueryClient);
  return (
    <I18nextProvider i18n={i18n}>
      <ErrorBoundary>
        <QueryClientProvider client={queryClient}>
          <TooltipProvider delayDuration={400} skipDelayDuration={200}>
            <ToastProvider>
              <Pages />
            </ToastProvider>
          </TooltipProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </I18nextProvider>
  );
};

const Pages = () => {
  const aroundNav = useLeaveWhenFinished();
  return (
    <Router base={basePath} aroundNav={aroundNav}>
      <Switch>
        <Route path="/">
          <Home />
        </Route>
        <Route path="/d/:id">
          {({ id }) => (
            <Suspense fallback={<PageSkeleton />}>
              <DocumentPage key={id} id={id} />
            </Suspense>
          )}
        </Route>
        <Route path="/embed/:id">
          {({ id }) => (
            <Suspense fallback={null}>
              <EmbedPage key={id} id={id} />
            </Suspense>
          )}
        </Route>
        <Route path="/d/:id/history">
          {({ id }) => (
            <Suspense fallback={<PageSkeleton />}>
              <HistoryPage key={id} id={id} />
            </Suspense>
          )}
        </Route>
        <Route path="/s/:link">{({ link }) => <LinkPage key={link} link={link} />}</Route>
        <Route>
          <LostPage />
        </Route>
      </Switch>
    </Router>
  );
};
