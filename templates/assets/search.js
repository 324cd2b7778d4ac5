/* Searches a term's homework in the browser: every week is a small script that calls sjboardWeek, so it
   works from disk too and asks nobody. Plain ES5 for old WebViews. What was found is put on the page as
   text, never as HTML. */
(function () {
  "use strict";
  var KEY = "sjboard.class";
  var AT_ONCE = 30;

  var form = document.getElementById("search");
  if (!form) {
    return; /* before the first week there is nothing to find */
  }
  var input = document.getElementById("words");
  var where = document.getElementById("where");
  var term = document.getElementById("term");
  var told = document.getElementById("told");
  var found = document.getElementById("found");
  var root = form.getAttribute("data-root");
  var loads = {}; /* by term: weeks that came, how many are asked for, how many failed */
  var simplified = {}; /* a Traditional character → the Simplified one */
  var shown = AT_ONCE;
  var composing = false;
  var telling = 0;

  /* --- Reading: what counts as the same character --------------------------------------------- */

  var known = {};

  function foldOne(character) {
    var plain = known[character];
    if (plain === undefined) {
      plain = character.normalize("NFKC").toLowerCase().replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]/g, "");
      known[character] = plain;
    }
    return simplified[plain] || plain;
  }

  /* One character of a text: a pair of surrogates is one. */
  function charAt(text, index) {
    return /^[\ud800-\udbff][\udc00-\udfff]/.test(text.substr(index, 2)) ? text.substr(index, 2) : text.charAt(index);
  }

  function fold(text) {
    var folded = "";
    for (var i = 0; i < text.length; i += 1) {
      var one = charAt(text, i);
      folded += foldOne(one);
      i += one.length - 1;
    }
    return folded;
  }

  /* The stretches of a text that any of the words stands in, as pairs of places, in order. */
  function stretches(text, words) {
    var folded = "";
    var places = [];
    for (var i = 0; i < text.length; ) {
      var one = charAt(text, i);
      var plain = foldOne(one);
      for (var n = 0; n < plain.length; n += 1) {
        places.push([i, i + one.length]);
      }
      folded += plain;
      i += one.length;
    }
    var spans = [];
    words.forEach(function (word) {
      for (var at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        spans.push([places[at][0], places[at + word.length - 1][1]]);
      }
    });
    spans.sort(function (a, b) {
      return a[0] - b[0] || a[1] - b[1];
    });
    return spans.reduce(function (kept, span) {
      var last = kept[kept.length - 1];
      if (last && span[0] <= last[1]) {
        last[1] = Math.max(last[1], span[1]);
      } else {
        kept.push(span);
      }
      return kept;
    }, []);
  }

  /* --- Loading: a term's weeks, newest first --------------------------------------------------- */

  window.sjboardWeek = function (week) {
    var load = loads[week.term];
    if (!load) {
      return;
    }
    week.items.forEach(function (item) {
      item.text = fold(item[5]);
    });
    week.names = week.subjects.map(function (subject) {
      return fold(subject[0]);
    });
    week.sorts = week.kinds.map(fold);
    load.weeks.push(week);
    load.weeks.sort(function (a, b) {
      return b.week - a.week;
    });
  };

  window.sjboardTraditional = function (pairs) {
    for (var i = 0; i + 1 < pairs.length; i += 2) {
      simplified[pairs.charAt(i)] = pairs.charAt(i + 1);
    }
  };

  function script(address, done) {
    var element = document.createElement("script");
    element.async = false; /* in this order: the table first, then the newest week */
    element.onload = function () {
      done(true);
    };
    element.onerror = function () {
      done(false);
    };
    element.src = address;
    document.head.appendChild(element);
  }

  function load() {
    var id = term.value;
    if (loads[id]) {
      return;
    }
    var shards = term.options[term.selectedIndex].getAttribute("data-shards").split(" ");
    var own = (loads[id] = { weeks: [], total: shards.length, done: 0, failed: 0 });
    shards.forEach(function (shard) {
      script(root + shard, function (good) {
        own.done += 1;
        own.failed += good ? 0 : 1;
        if (term.value === id) {
          show();
        }
      });
    });
  }

  /* --- Finding ---------------------------------------------------------------------------------- */

  function wanted() {
    var words = input.value.normalize("NFKC").split(/\s+/).map(fold);
    return words.filter(function (word, index) {
      return word && words.indexOf(word) === index;
    });
  }

  /* Every word stands in the text, or in the name of the subject or the kind, which are said beside it. */
  function matches(week, item, words) {
    return words.every(function (word) {
      return (
        item.text.indexOf(word) >= 0 ||
        (word.length > 1 && (week.names[item[3]].indexOf(word) >= 0 || (item[4] >= 0 && week.sorts[item[4]].indexOf(word) >= 0)))
      );
    });
  }

  function within(item, place) {
    var parts = place.split("-");
    return !place || (String(item[0]) === parts[0] && (parts.length < 2 || item[1].indexOf(Number(parts[1])) >= 0));
  }

  function find(words, place) {
    var hits = [];
    (loads[term.value] || { weeks: [] }).weeks.forEach(function (week) {
      week.items.forEach(function (item) {
        if (within(item, place) && matches(week, item, words)) {
          hits.push({ week: week, item: item });
        }
      });
    });
    return hits;
  }

  /* --- Showing ---------------------------------------------------------------------------------- */

  function says(name, values) {
    return form.getAttribute("data-" + name).replace(/\{(\w+)\}/g, function (whole, key) {
      return values && values[key] !== undefined ? values[key] : whole;
    });
  }

  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) {
      element.className = name;
    }
    if (text) {
      element.textContent = text;
    }
    return element;
  }

  function marked(element, text, words) {
    var at = 0;
    stretches(text, words).forEach(function (span) {
      element.appendChild(document.createTextNode(text.slice(at, span[0])));
      element.appendChild(make("mark", "", text.slice(span[0], span[1])));
      at = span[1];
    });
    element.appendChild(document.createTextNode(text.slice(at)));
    return element;
  }

  function named(place) {
    var option = where.querySelector('option[value="' + place + '"]');
    return option ? option.getAttribute("data-name") : place;
  }

  function links(hit, place) {
    var list = make("p", "hit-links");
    var grade = hit.item[0];
    hit.item[1].forEach(function (number) {
      var id = grade + "-" + number;
      if (place.indexOf("-") > 0 && place !== id) {
        return;
      }
      var day = hit.item[2].length ? hit.week.days[hit.item[2][0]][0] : "";
      var link = make("a", "choice");
      link.href = root + hit.week.boards[id] + (day ? "#d" + day : "#notes");
      link.appendChild(make("span", "hide", named(String(grade))));
      link.appendChild(document.createTextNode(named(id)));
      list.appendChild(link);
    });
    return list;
  }

  function entry(hit, words, place) {
    var item = hit.item;
    var subject = hit.week.subjects[item[3]];
    var line = make("li", "hit");
    var head = make("p", "hit-head");
    var names = words.filter(function (word) {
      return word.length > 1;
    });
    head.appendChild(marked(make("b", "tag s-" + subject[1]), subject[0], names));
    head.appendChild(make("b", "hit-grade", named(String(item[0]))));
    var days = item[2].map(function (index) {
      return hit.week.days[index][1] + " " + hit.week.days[index][2];
    });
    head.appendChild(make("span", "hit-days", days.length ? days.join(says("comma")) : says("whole")));
    head.appendChild(item[4] < 0 ? make("span", "", says("note")) : marked(make("span"), hit.week.kinds[item[4]], names));
    line.appendChild(head);
    line.appendChild(marked(make("p", "hit-text"), item[5], words));
    line.appendChild(links(hit, place));
    return line;
  }

  function results(hits, words, place) {
    var list = null;
    var week = null;
    hits.slice(0, shown).forEach(function (hit) {
      if (hit.week !== week) {
        week = hit.week;
        var section = make("section", "card hits");
        var heading = make("h2", "", week.name + " ");
        heading.appendChild(make("small", "", week.span));
        section.appendChild(heading);
        list = make("ol", "hit-list");
        section.appendChild(list);
        found.appendChild(section);
      }
      list.appendChild(entry(hit, words, place));
    });
    if (hits.length > shown) {
      button(says("more", { count: Math.min(AT_ONCE, hits.length - shown) }), function () {
        var first = shown;
        shown += AT_ONCE;
        show();
        var next = found.querySelectorAll(".hit")[first];
        next.querySelector("a").focus();
      });
    }
  }

  function button(text, act) {
    var line = make("p", "buttons");
    var control = make("button", "button", text);
    control.type = "button";
    control.addEventListener("click", act);
    line.appendChild(control);
    found.appendChild(line);
  }

  /* Said a moment later, so that a screen reader hears the last count and not each letter's. */
  function tell(text) {
    window.clearTimeout(telling);
    telling = window.setTimeout(function () {
      if (told.textContent !== text) {
        told.textContent = text;
      }
    }, 250);
  }

  function show() {
    var words = wanted();
    var place = where.value;
    var state = loads[term.value];
    var parts = [];
    found.textContent = "";
    if (words.length) {
      var hits = find(words, place);
      results(hits, words, place);
      parts.push(hits.length ? says("count", { count: hits.length }) : state && state.done < state.total ? "" : says("none"));
      var all = hits.length || !place ? 0 : find(words, "").length;
      if (all) {
        button(says("elsewhere", { count: all }), function () {
          where.value = "";
          again();
          where.focus();
        });
      }
    }
    if (state && state.done < state.total) {
      parts.push(says("loading", { done: state.done, total: state.total }));
    } else if (state && state.failed) {
      parts.push(says("failed", { count: state.failed }));
    }
    tell(parts.join(""));
  }

  function again() {
    shown = AT_ONCE;
    keep();
    show();
  }

  /* --- The address keeps what was asked, so that the way back from a board leads here ------------- */

  function keep() {
    var asked = "#q=" + encodeURIComponent(input.value) + "&in=" + encodeURIComponent(where.value) + "&term=" + encodeURIComponent(term.value);
    try {
      window.history.replaceState(null, "", input.value ? asked : "#");
    } catch (error) {
      /* an old WebView on disk: the way back begins anew */
    }
  }

  function choose(select, value) {
    var before = select.value;
    select.value = value;
    if (select.selectedIndex < 0) {
      select.value = before;
    }
  }

  function recall() {
    try {
      var own = window.localStorage.getItem(KEY);
      Array.prototype.forEach.call(where.querySelectorAll("option[data-own]"), function (option) {
        if (option.getAttribute("data-own") === own) {
          where.value = option.value;
        }
      });
    } catch (error) {
      /* storage is switched off: the whole school, then */
    }
    window.location.hash.slice(1).split("&").forEach(function (part) {
      var pair = part.split("=");
      var value;
      try {
        value = decodeURIComponent(pair[1] || "");
      } catch (error) {
        return; /* somebody's half of an address */
      }
      if (pair[0] === "q") {
        input.value = value;
      } else if (pair[0] === "in") {
        choose(where, value);
      } else if (pair[0] === "term") {
        choose(term, value);
      }
    });
  }

  input.addEventListener("compositionstart", function () {
    composing = true;
  });
  input.addEventListener("compositionend", function () {
    composing = false;
    again();
  });
  input.addEventListener("input", function () {
    if (!composing) {
      again();
    }
  });
  where.addEventListener("change", again);
  term.addEventListener("change", function () {
    load();
    again();
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    again();
    input.blur(); /* the phone's keyboard makes room for what was found */
  });

  form.hidden = false;
  document.getElementById("without").hidden = true;
  document.getElementById("browse").classList.remove("summary");
  term.parentNode.hidden = term.options.length < 2;
  recall();
  script(form.getAttribute("data-table"), function () {});
  load();
  show();
})();
