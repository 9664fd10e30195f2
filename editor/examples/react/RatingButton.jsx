import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $insertNodeToNearestRoot } from '@lexical/utils';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { RatingNode } from './rating-node.js';

/** A plugin: anything that finds the editor by its context. This one draws its button outside of it. */
export const RatingButton = ({ place }) => {
  const [editor] = useLexicalComposerContext();
  const [element, setElement] = useState(null);
  useEffect(() => setElement(document.querySelector(place)), [place]);
  if (element === null) return null;
  const insert = () => editor.update(() => $insertNodeToNearestRoot(new RatingNode()));
  return createPortal(
    <button type="button" onClick={insert}>
      Add a rating
    </button>,
    element,
  );
};
