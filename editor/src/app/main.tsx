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

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

window.addEventListener('load', () => void keepApp());
