/* The classroom's big screen: shows the slide that has today's date, in the largest type that fits, turns at
   midnight, and takes over a new build without ever leaving the page. The policy allows no requests but
   scripts, styles and pictures of the site itself, so news comes as scripts; from disk too. When nothing
   answers, everything stays as it is. Plain ES5 for old screens. */
(function () {
  "use strict";
  var ASK = 60000; /* how often it looks for a new build */
  var TURN = 20000; /* how long a page stays where a day needs several */
  var LEAST = 12; /* the smallest type that a page begins with; below only for what fits no page else */
  var SIZES = 16;

  var screen = document.getElementById("screen");
  if (window.sjboardStop) {
    window.sjboardStop(); /* we are the newer script, loaded into a page that runs */
  }

  var root = screen.getAttribute("data-root");
  var own = screen.getAttribute("data-class");
  var slide = null; /* what is shown, of which day, and how it was cut into pages */
  var day = "";
  var pages = [];
  var page = 0;
  var turned = 0;
  var asked = 0;
  var timer = 0;
  var wanted = ""; /* the data that we have asked for */
  var stopped = false;

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  function today() {
    var now = new Date();
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  function list(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  /* --- Choosing -------------------------------------------------------------------------------- */

  function has(element, date) {
    return element.getAttribute("data-spans").split(" ").some(function (span) {
      var ends = span.split("/");
      return ends.length === 2 && ends[0] <= date && date <= ends[1];
    });
  }

  function choose() {
    day = today();
    slide = null;
    list(".slide", screen).forEach(function (each) {
      var here = !slide && has(each, day);
      each.hidden = !here;
      if (here) {
        slide = each;
      }
    });
    fit();
  }

  /* --- Fitting: the largest type in which nothing is cut ------------------------------------------ */

  function fits(flow) {
    var room = flow.parentNode;
    return flow.scrollHeight <= room.clientHeight + 1 && flow.scrollWidth <= flow.clientWidth + 1 && flow.offsetHeight <= room.clientHeight + 1;
  }

  function shapes() {
    var wide = window.innerWidth / window.innerHeight;
    return wide < 0.9 ? [1] : wide < 1.5 ? [2, 1] : [2, 3, 1];
  }

  function tried(flow, size, columns) {
    flow.className = "flow z" + size + " c" + columns;
    return fits(flow);
  }

  /* One column for little, more for much; the largest type wins, then the fewest columns. */
  function largest(flow, from, to, pieces) {
    var columns = pieces < 2 ? [1] : shapes();
    for (var size = from; size < to; size += 1) {
      for (var n = 0; n < columns.length; n += 1) {
        if (tried(flow, size, columns[n])) {
          return true;
        }
      }
    }
    return false;
  }

  function fit() {
    var flow = slide && slide.querySelector(".flow");
    var words = slide && slide.querySelector(".slide-page");
    pages = [];
    page = 0;
    turned = Date.now();
    if (!flow) {
      return;
    }
    words.textContent = "";
    var parts = Array.prototype.slice.call(flow.children);
    parts.forEach(function (part) {
      part.hidden = false;
    });
    if (largest(flow, 0, LEAST + 1, parts.length)) {
      return;
    }
    cut(flow, parts);
    turn();
  }

  /* A day that would need type too small to read is cut into pages, which take turns. */
  function cut(flow, parts) {
    var rest = parts.slice();
    while (rest.length) {
      var here = [];
      parts.forEach(function (part) {
        part.hidden = true;
      });
      tried(flow, LEAST, shapes()[0]);
      while (rest.length) {
        rest[0].hidden = false;
        if (!fits(flow) && here.length) {
          break;
        }
        here.push(rest.shift());
      }
      pages.push(here);
    }
  }

  function turn() {
    var flow = slide.querySelector(".flow");
    var words = slide.querySelector(".slide-page");
    turned = Date.now();
    list(".flow > *", slide).forEach(function (part) {
      part.hidden = pages[page].indexOf(part) < 0;
    });
    if (!largest(flow, LEAST - 3, SIZES, pages[page].length)) {
      tried(flow, SIZES - 1, shapes()[0]);
    }
    words.textContent = words.getAttribute("data-words").replace("{page}", page + 1).replace("{pages}", pages.length);
  }

  /* --- News: asked for by scripts, taken over only when all of it is here ------------------------- */

  function load(element, name, address, done) {
    element.onload = function () {
      done(true);
    };
    element.onerror = function () {
      done(false);
    };
    element[name] = address;
    document.head.appendChild(element);
  }

  function script(address) {
    var element = document.createElement("script");
    load(element, "src", address, function () {
      document.head.removeChild(element);
    });
  }

  function ask() {
    asked = Date.now();
    script(root + screen.getAttribute("data-index") + "?" + asked);
  }

  window.sjboardScreens = function (newest) {
    var route = newest[own];
    if (route && route !== screen.getAttribute("data-now")) {
      wanted = route;
      script(root + route);
    }
  };

  window.sjboardScreen = function (news) {
    var route = wanted;
    if (stopped || news["class"] !== own || !route) {
      return;
    }
    styled(news.styles, function (dropOld) {
      var holder = document.createElement("div");
      holder.innerHTML = news.html; /* our own page's insides, cleaned when they were built */
      pictured(holder, function () {
        if (stopped || route !== wanted) {
          return;
        }
        dropOld();
        screen.textContent = "";
        while (holder.firstChild) {
          screen.appendChild(holder.firstChild);
        }
        screen.setAttribute("data-now", route);
        wanted = "";
        choose();
        renew(news.script);
      });
    });
  };

  function standing(kind, name, address) {
    return list(kind).some(function (element) {
      return element.getAttribute(name) === address;
    });
  }

  /* New style sheets first; without them nothing is taken over. The old ones go with the old slides. */
  function styled(styles, done) {
    var fresh = styles.filter(function (style) {
      return !standing("link[rel=stylesheet]", "href", root + style);
    });
    var left = fresh.length;
    var added = [];
    function dropOld() {
      list("link[rel=stylesheet]").forEach(function (link) {
        var stem = /([a-z]+)-[0-9a-f]{12}\.css$/.exec(link.getAttribute("href"));
        var newer = fresh.some(function (style) {
          return stem && style.indexOf("/" + stem[1] + "-") >= 0 && root + style !== link.getAttribute("href");
        });
        if (newer) {
          document.head.removeChild(link);
        }
      });
    }
    if (!left) {
      done(dropOld);
    }
    fresh.forEach(function (style) {
      var link = document.createElement("link");
      link.rel = "stylesheet";
      added.push(link);
      load(link, "href", root + style, function (good) {
        left -= good ? 1 : Infinity;
        if (!good) {
          added.forEach(function (one) {
            if (one.parentNode) {
              document.head.removeChild(one);
            }
          });
        } else if (left === 0) {
          done(dropOld);
        }
      });
    });
  }

  function pictured(holder, done) {
    var left = 1;
    function one() {
      left -= 1;
      if (left === 0) {
        done();
      }
    }
    list("img", holder).forEach(function (image) {
      if (!image.complete) {
        left += 1;
        image.onload = one;
        image.onerror = one;
      }
    });
    one();
  }

  function renew(address) {
    if (!address || standing("script", "src", root + address)) {
      return;
    }
    var element = document.createElement("script");
    element.src = root + address; /* when it comes, it stops us; until then we go on */
    document.head.appendChild(element);
  }

  /* --- Time: everything is worked out anew from the clock, so that a late timer does no harm -------- */

  function tick() {
    window.clearTimeout(timer);
    if (stopped) {
      return;
    }
    var now = new Date();
    if (today() !== day) {
      choose();
    } else if (pages.length > 1 && Math.abs(now.getTime() - turned) >= TURN) {
      page = (page + 1) % pages.length;
      turn();
    }
    if (Math.abs(now.getTime() - asked) >= ASK) {
      ask();
    }
    var midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
    timer = window.setTimeout(tick, Math.max(20, Math.min(5000, midnight.getTime() - now.getTime() + 20)));
  }

  function awake() {
    if (document.visibilityState !== "hidden") {
      tick();
    }
  }

  function refit() {
    if (slide) {
      fit();
    }
  }

  function refuse(event) {
    event.preventDefault();
  }

  var heard = [
    [document, "visibilitychange", awake],
    [window, "pageshow", awake],
    [window, "focus", awake],
    [window, "online", awake],
    [window, "resize", refit],
    [document, "contextmenu", refuse],
    [document, "selectstart", refuse],
    [document, "dragstart", refuse],
    [document, "gesturestart", refuse],
    [document, "touchmove", refuse],
    [document, "wheel", refuse]
  ];

  window.sjboardStop = function () {
    stopped = true;
    window.clearTimeout(timer);
    heard.forEach(function (one) {
      one[0].removeEventListener(one[1], one[2]);
    });
    screen.removeEventListener("load", refit, true);
  };

  heard.forEach(function (one) {
    one[0].addEventListener(one[1], one[2], { passive: false });
  });
  screen.addEventListener("load", refit, true); /* a picture has come and takes its room */
  document.documentElement.classList.add("is-live");
  asked = Date.now();
  choose();
  tick();
})();
