#include "app/export/paper.hpp"

#include <algorithm>
#include <cairo-pdf.h>
#include <numeric>
#include <pango/pangocairo.h>
#include <unordered_map>
#include <utility>

#include "app/export/print_font.hpp"
#include "model/base/text.hpp"

namespace yuanquan::exports {

namespace {

// Chinese marks and brackets are full width, so a Chinese paper takes all from the Chinese font. In others letters come
// from a Latin one, which weighs less.
constexpr std::string_view kChinese = "Noto Sans CJK SC, WenQuanYi Zen Hei, HanaMinA, HanaMinB, sans-serif";
constexpr std::string_view kLatin = "Open Sans, DejaVu Sans, ";
constexpr double kGreen[] = {0x1E / 255.0, 0x6F / 255.0, 0x5C / 255.0};
constexpr double kQuiet = 0.36, kHair = 0.82;  // Greys: of labels, of lines between rows.
constexpr double kHairWidth = 0.4, kGreenWidth = 1.5;
constexpr double kFooterDrop = 22;             // Of the footer's top below the text.

struct Type {
    double size;
    bool bold;
    bool quiet;
};
constexpr Type type_of(Style style) {
    switch (style) {
        case Style::title: return {18, true, false};
        case Style::heading: return {12, true, false};
        case Style::strong: return {9.5, true, false};
        case Style::body: return {9.5, false, false};
        case Style::label: return {8.5, false, true};
        case Style::cell: return {8.5, false, false};
        case Style::cell_label: return {8, false, true};
        case Style::small: return {8, false, true};
    }
    return {9.5, false, false};
}

// What can be typeset: valid UTF-8, no control characters but the new line.
std::string clean(std::string_view words) {
    std::string out = base::is_valid_utf8(words) ? std::string(words) : base::to_utf8(base::to_utf32(words));
    std::erase_if(out, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f; });
    while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
    return out;
}

void colour(PangoLayout* layout, double grey, std::size_t begin, std::size_t end) {
    PangoAttrList* const list = pango_attr_list_new();
    const auto level = static_cast<guint16>(grey * 65535);
    PangoAttribute* const attribute = pango_attr_foreground_new(level, level, level);
    attribute->start_index = static_cast<guint>(begin);
    attribute->end_index = static_cast<guint>(end);
    pango_attr_list_insert(list, attribute);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

double points(int units) { return static_cast<double>(units) / PANGO_SCALE; }

}  // namespace

struct Text::Setting {
    struct Wrapped {
        int width;
        bool right_aligned;
        std::shared_ptr<PangoLayout> layout;
    };
    explicit Setting(std::shared_ptr<PangoLayout> in_one_line) : layout(std::move(in_one_line)) {
        PangoRectangle extents;
        pango_layout_get_extents(layout.get(), nullptr, &extents);
        natural = points(extents.width);
    }
    const std::shared_ptr<PangoLayout>& wrapped_to(int width, bool right_aligned) {
        const auto known = std::find_if(wrapped.begin(), wrapped.end(), [&](const Wrapped& one) { return one.width == width && one.right_aligned == right_aligned; });
        if (known != wrapped.end()) return known->layout;
        const auto made = copy();
        pango_layout_set_width(made.get(), width);
        pango_layout_set_alignment(made.get(), right_aligned ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
        return wrapped.emplace_back(Wrapped{width, right_aligned, made}).layout;
    }
    std::shared_ptr<PangoLayout> copy() const { return {pango_layout_copy(layout.get()), g_object_unref}; }

    std::shared_ptr<PangoLayout> layout;
    double natural = 0, least = -1;      // least: -1 before it was asked for.
    std::vector<Wrapped> wrapped;
};

namespace {

// Fonts are found once per thread: that is most of the time of a first page.
struct Typesetter {
    explicit Typesetter(Script script) : fonts(new_font_map()), context(pango_font_map_create_context(fonts)) {
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72);
        pango_context_set_language(context, pango_language_from_string(script == Script::chinese ? "zh-cn" : "en"));
        pango_context_set_round_glyph_positions(context, FALSE);
        cairo_font_options_t* const options = cairo_font_options_create();
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(context, options);
        cairo_font_options_destroy(options);
        const auto families = std::string(script == Script::latin ? kLatin : "") + kPrintFamily + ", " + std::string(kChinese);
        for (auto style : {Style::title, Style::heading, Style::strong, Style::body, Style::label, Style::cell,
                           Style::cell_label, Style::small}) {
            auto* const font = pango_font_description_new();
            pango_font_description_set_family(font, families.c_str());
            pango_font_description_set_absolute_size(font, type_of(style).size * PANGO_SCALE);
            if (type_of(style).bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
            described[static_cast<std::size_t>(style)] = font;
        }
    }
    ~Typesetter() {
        for (auto* font : described) pango_font_description_free(font);
        g_object_unref(context);
        g_object_unref(fonts);
    }
    Typesetter(const Typesetter&) = delete;
    Typesetter& operator=(const Typesetter&) = delete;

    std::shared_ptr<PangoLayout> layout(const std::string& words, Style style) const {
        std::shared_ptr<PangoLayout> made(pango_layout_new(context), g_object_unref);
        pango_layout_set_font_description(made.get(), described[static_cast<std::size_t>(style)]);
        pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_text(made.get(), words.data(), static_cast<int>(words.size()));
        return made;
    }

    // Words of one style, the first `label` bytes of them as a label; laid out when nobody did before.
    std::shared_ptr<Text::Setting> set(const std::string& words, Style style, std::size_t label) const {
        constexpr std::size_t kLongest = 240, kMost = 8'192;   // What is long is rarely said twice.
        const auto make = [&] {
            auto made = layout(words, style);
            if (label > 0) colour(made.get(), kQuiet, 0, label);
            return std::make_shared<Text::Setting>(std::move(made));
        };
        if (words.size() > kLongest) return make();
        if (settings.size() >= kMost) settings.clear();
        auto& known = settings[std::to_string(static_cast<int>(style)) + ' ' + std::to_string(label) + ' ' + words];
        if (!known) known = make();
        return known;
    }

    PangoFontMap* fonts;
    PangoContext* context;
    PangoFontDescription* described[8] = {};
    mutable std::unordered_map<std::string, std::shared_ptr<Text::Setting>> settings;
};

const Typesetter& typesetter(Script script) {
    thread_local const Typesetter chinese(Script::chinese), latin(Script::latin);
    return script == Script::chinese ? chinese : latin;
}

void draw_line(cairo_t* cairo, double x, double y, double width, bool green) {
    cairo_save(cairo);
    cairo_set_line_width(cairo, green ? kGreenWidth : kHairWidth);
    if (green) {
        cairo_set_source_rgb(cairo, kGreen[0], kGreen[1], kGreen[2]);
    } else {
        cairo_set_source_rgb(cairo, kHair, kHair, kHair);
    }
    cairo_move_to(cairo, x, y);
    cairo_line_to(cairo, x + width, y);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

void draw_mark(cairo_t* cairo, const Mark& mark, double x, double y) {
    switch (mark.kind) {
        case Mark::Kind::text:
            cairo_move_to(cairo, x + mark.text->shift(), y);
            pango_cairo_show_layout(cairo, mark.text->layout());
            return;
        case Mark::Kind::picture:
            cairo_save(cairo);
            cairo_translate(cairo, x, y);
            cairo_scale(cairo, mark.width / mark.picture->width, mark.height / mark.picture->height);
            cairo_set_source_surface(cairo, mark.picture->surface.get(), 0, 0);
            cairo_paint(cairo);
            cairo_restore(cairo);
            return;
        case Mark::Kind::rule: return draw_line(cairo, x, y, mark.width, false);
        case Mark::Kind::green_rule: return draw_line(cairo, x, y, mark.width, true);
        case Mark::Kind::bar:
        case Mark::Kind::black:
            cairo_save(cairo);
            if (mark.kind == Mark::Kind::bar) cairo_set_source_rgb(cairo, kGreen[0], kGreen[1], kGreen[2]);
            cairo_rectangle(cairo, x, y, mark.width, mark.height);
            cairo_fill(cairo);
            cairo_restore(cairo);
            return;
        case Mark::Kind::frame:
            cairo_save(cairo);
            cairo_set_source_rgb(cairo, kQuiet, kQuiet, kQuiet);
            cairo_set_line_width(cairo, kHairWidth);
            cairo_rectangle(cairo, x, y, mark.width, mark.height);
            cairo_stroke(cairo);
            cairo_restore(cairo);
            return;
    }
}

void draw_block(cairo_t* cairo, const Block& block, double y) {
    for (const Mark& mark : block.marks) draw_mark(cairo, mark, kMargin + mark.x, y + mark.y);
}

}  // namespace

Text::Text(std::shared_ptr<Setting> setting) : setting_(std::move(setting)), layout_(setting_->layout) {}

double Text::natural_width() const { return setting_->natural; }

double Text::least_width() const {
    if (setting_->least >= 0) return setting_->least;
    const auto probe = setting_->copy();
    pango_layout_set_wrap(probe.get(), PANGO_WRAP_WORD);
    pango_layout_set_width(probe.get(), 0);
    PangoRectangle extents;
    pango_layout_get_extents(probe.get(), nullptr, &extents);
    return setting_->least = points(extents.width);
}

void Text::set_width(double width, bool right_aligned) {
    const auto& line = setting_->layout;
    if (setting_->natural <= width && pango_layout_get_line_count(line.get()) == 1) {
        layout_ = line;
        shift_ = right_aligned ? width - setting_->natural : 0;
        return;
    }
    shift_ = 0;
    layout_ = setting_->wrapped_to(static_cast<int>(std::max(width, 1.0) * PANGO_SCALE) + 1, right_aligned);
}

double Text::height() const {
    PangoRectangle extents;
    pango_layout_get_extents(layout(), nullptr, &extents);
    return points(extents.height);
}

double Text::baseline() const { return points(pango_layout_get_baseline(layout())); }

std::vector<Text> Text::split(double max_height) const {
    const int lines = pango_layout_get_line_count(layout());
    const auto each = std::max(1, static_cast<int>(max_height / (height() / std::max(lines, 1))));
    std::vector<Text> pieces;
    for (int line = 0; line < lines; line += each) pieces.push_back(lines_of(line, line + each, {}));
    return pieces;
}

Text Text::cut(double max_height) const {
    const int lines = pango_layout_get_line_count(layout());
    const auto fit = std::max(1, static_cast<int>(max_height / (height() / std::max(lines, 1))));
    return fit >= lines ? *this : lines_of(0, fit, "…");
}

Text Text::lines_of(int from, int to, std::string_view ending) const {
    const std::string_view words = pango_layout_get_text(layout());
    const auto start_of = [&](int line) {
        const auto* const known = pango_layout_get_line_readonly(layout(), line);
        return known == nullptr ? words.size() : static_cast<std::size_t>(known->start_index);
    };
    std::string part = clean(words.substr(start_of(from), start_of(to) - start_of(from)));
    if (!ending.empty()) {   // In the place of as many characters, so that no line is added.
        auto characters = base::to_utf32(part);
        characters.resize(characters.size() - std::min<std::size_t>(characters.size(), 2));
        part = base::to_utf8(characters) + std::string(ending);
    }
    std::shared_ptr<PangoLayout> piece(pango_layout_copy(layout()), g_object_unref);
    pango_layout_set_text(piece.get(), part.data(), static_cast<int>(part.size()));
    return Text(std::make_shared<Setting>(std::move(piece)));
}

std::vector<double> fitted_widths(std::vector<double> natural, std::vector<double> least) {
    constexpr double kLongestWord = kTextWidth / 5;   // What is longer breaks.
    for (double& width : least) width = std::min(width, kLongestWord);
    const auto sum = [](const std::vector<double>& widths) { return std::accumulate(widths.begin(), widths.end(), 0.0); };
    const double wanted = sum(natural);
    if (wanted <= kTextWidth) {
        for (double& width : natural) width *= kTextWidth / wanted;
        return natural;
    }
    const bool words_fit = sum(least) <= kTextWidth;
    const auto& whole = words_fit ? natural : least;
    // The width that the wide ones get, found by halving.
    double low = 0, high = kTextWidth;
    std::vector<double> fitted(natural.size());
    for (int step = 0; step < 40; ++step) {
        const double limit = (low + high) / 2;
        for (std::size_t i = 0; i < fitted.size(); ++i) fitted[i] = std::max(words_fit ? least[i] : 0, std::min(whole[i], limit));
        (sum(fitted) <= kTextWidth ? low : high) = limit;
    }
    return fitted;
}

void Block::add(Text text, double x, double y) {
    Mark mark;
    mark.kind = Mark::Kind::text;
    mark.x = x;
    mark.y = y;
    mark.text = std::make_shared<const Text>(std::move(text));
    marks.push_back(std::move(mark));
}

void Block::rule(double y) {
    Mark mark;
    mark.y = y;
    mark.width = kTextWidth;
    marks.push_back(std::move(mark));
}

base::Result<Paper> Paper::open(Script script) {
    // Some glyphs of every Chinese font; Pango counts those for which it would draw a box.
    const auto probe = typesetter(script).layout("户档成员", Style::body);
    if (pango_layout_get_unknown_glyphs_count(probe.get()) > 0) {
        return base::fail(base::ErrorCode::missing_resource, "fonts-noto-cjk");
    }
    return Paper(script);
}

Text Paper::text(std::string_view words, Style style) const {
    const std::string cleaned = clean(words);
    return Text(typesetter(script_).set(cleaned, style, type_of(style).quiet ? cleaned.size() : 0));
}

Text Paper::labelled(std::string_view label, std::string_view value) const {
    const std::string first = clean(label) + "\u2002";
    return Text(typesetter(script_).set(first + clean(value), Style::cell, first.size()));
}

std::vector<std::vector<Paper::Placed>> Paper::paginate() const {
    std::vector<std::vector<Placed>> pages(1);
    double y = 0;
    for (std::size_t begin = 0, end; begin < blocks_.size(); begin = end) {
        double together = 0;
        for (end = begin; end < blocks_.size(); ++end) {
            together += blocks_[end].height + (end == begin ? 0 : blocks_[end].gap);
            if (!blocks_[end].keep_next) break;
        }
        end = std::min(end + 1, blocks_.size());
        if (together > kTextHeight) end = begin + 1, together = blocks_[begin].height;  // No page holds them all.
        const bool top = pages.back().empty();
        if (!top && y + blocks_[begin].gap + together > kTextHeight) pages.emplace_back(), y = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const Block& block = blocks_[i];
            if (!pages.back().empty()) {
                y += block.gap;
            } else if (block.header) {
                pages.back().push_back({block.header.get(), y});
                y += block.header->height;
            }
            pages.back().push_back({&block, y});
            y += block.height;
        }
    }
    return pages;
}

base::Result<std::string> Paper::finish(const std::string& title, const std::string& iso_time, const Footer& footer) const {
    std::string bytes;
    PaperBook book(title, iso_time, [&](std::string_view piece) -> base::Status {
        bytes += piece;
        return {};
    });
    book.add(*this, footer, 1, page_count());
    if (auto finished = book.finish(); !finished) return base::fail(std::move(finished.error()));
    return bytes;
}

struct PaperBook::Drawing {
    Sink sink;
    base::Status status;
    cairo_surface_t* surface = nullptr;
    cairo_t* cairo = nullptr;

    static cairo_status_t write(void* self, const unsigned char* data, unsigned length) {
        auto& drawing = *static_cast<Drawing*>(self);
        if (drawing.status) drawing.status = drawing.sink({reinterpret_cast<const char*>(data), length});
        return drawing.status ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
    }
    void draw(const Block& block, double y) const {
        if (!block.link.empty()) cairo_tag_begin(cairo, CAIRO_TAG_LINK, ("dest='" + block.link + "'").c_str());
        draw_block(cairo, block, y);
        if (!block.link.empty()) cairo_tag_end(cairo, CAIRO_TAG_LINK);
    }
};

PaperBook::PaperBook(const std::string& title, const std::string& iso_time, Sink sink) : drawing_(std::make_unique<Drawing>()) {
    auto& drawing = *drawing_;
    drawing.sink = std::move(sink);
    drawing.surface = cairo_pdf_surface_create_for_stream(Drawing::write, &drawing, kPageWidth, kPageHeight);
    cairo_pdf_surface_set_metadata(drawing.surface, CAIRO_PDF_METADATA_TITLE, clean(title).c_str());
    cairo_pdf_surface_set_metadata(drawing.surface, CAIRO_PDF_METADATA_CREATE_DATE, iso_time.c_str());
    drawing.cairo = cairo_create(drawing.surface);
}

PaperBook::~PaperBook() {
    if (drawing_->cairo != nullptr) cairo_destroy(drawing_->cairo);
    if (drawing_->surface != nullptr) cairo_surface_destroy(drawing_->surface);
}

void PaperBook::add(const Paper& paper, const Footer& footer, std::size_t first, std::size_t pages, const std::string& name,
                    const std::string& outline) {
    auto* const cairo = drawing_->cairo;
    bool marked = name.empty();
    std::size_t number = first;
    for (const auto& page : paper.paginate()) {
        if (!marked) {
            cairo_tag_begin(cairo, CAIRO_TAG_DEST, ("name='" + name + "'").c_str());
            cairo_tag_end(cairo, CAIRO_TAG_DEST);
            cairo_pdf_surface_add_outline(drawing_->surface, CAIRO_PDF_OUTLINE_ROOT, clean(outline).c_str(), ("dest='" + name + "'").c_str(),
                                          static_cast<cairo_pdf_outline_flags_t>(0));
            marked = true;
        }
        for (const auto& placed : page) drawing_->draw(*placed.block, kMargin + placed.y);
        Text right = paper.text(footer.right(number++, pages), Style::small);
        const double number_width = right.natural_width();
        Text left = paper.text(footer.left, Style::small);
        left.set_width(kTextWidth - number_width - 12);
        const double y = kPageHeight - kMargin + kFooterDrop - left.baseline();
        cairo_move_to(cairo, kMargin, y);
        pango_cairo_show_layout(cairo, left.layout());
        cairo_move_to(cairo, kPageWidth - kMargin - number_width, y);
        pango_cairo_show_layout(cairo, right.layout());
        cairo_show_page(cairo);
    }
}

base::Status PaperBook::finish() {
    auto& drawing = *drawing_;
    const cairo_status_t drawn = cairo_status(drawing.cairo);
    cairo_destroy(std::exchange(drawing.cairo, nullptr));
    cairo_surface_finish(drawing.surface);
    const cairo_status_t status = drawn == CAIRO_STATUS_SUCCESS ? cairo_surface_status(drawing.surface) : drawn;
    cairo_surface_destroy(std::exchange(drawing.surface, nullptr));
    if (!drawing.status) return drawing.status;
    if (status != CAIRO_STATUS_SUCCESS) return base::fail(base::ErrorCode::io_failed, "PDF", cairo_status_to_string(status));
    return {};
}

}  // namespace yuanquan::exports
