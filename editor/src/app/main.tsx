import '@fontsource-variable/inter/opsz.css';
import '@fontsource-variable/inter/opsz-italic.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { nameLanguageOfPage } from '../ui/i18n/index.ts';
import { App } from './App.tsx';
import { keepApp } from './keep-app.ts';

nameLanguageOfPage();

// Its address is relative to the page as it was served: said whole, it stays right while the page's own address changes.
const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
if (icon !== null) icon.setAttribute('href', icon.href);

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

window.addEventListener('load', () => void keepApp());
