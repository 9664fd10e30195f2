import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $getNodeByKey } from 'lexical';

export const Stars = ({ nodeKey, stars }) => {
  const [editor] = useLexicalComposerContext();
  const rate = (value) => editor.update(() => $getNodeByKey(nodeKey)?.setStars(value));
  return (
    <span className="stars">
      {[1, 2, 3, 4, 5].map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === stars}
          aria-label={`${value} stars`}
          onClick={() => rate(value)}
        >
          {value <= stars ? '★' : '☆'}
        </button>
      ))}
    </span>
  );
};
