// Dossiers a second: the sample households through view_record() and write_dossier_pdf(), against bare Pango and Cairo
// that set the same words in one paragraph run per page: the price of finding fonts, shaping and embedding, which
// nothing on these libraries goes below. With a folder as argument it also leaves the files there, to be looked at.

#include <cairo-pdf.h>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <pango/pangocairo.h>
#include <random>

#include "app/export/dossier_book.hpp"
#include "model/base/files.hpp"
#include "model/survey/visit.hpp"
#include "tests/bench/bench.hpp"

namespace yuanquan::bench {
namespace {

// Of this process's processor: other programs on the machine do not count.
double seconds_since(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

void must(bool done, const char* what) {
    if (done) return;
    std::fprintf(stderr, "%s failed\n", what);
    std::exit(1);
}

bool fill_in(survey::Visit& visit, const std::string& at, const std::string& value) {
    const auto& form = visit.form();
    if (const auto open = at.find('['); open != std::string::npos) {
        const auto repeat = form.find(at.substr(0, open));
        const auto wanted = static_cast<std::size_t>(std::stoul(at.substr(open + 1)));
        while (repeat && form.children(*repeat, false).size() < wanted) {
            if (!visit.add_row(*repeat)) return false;
        }
    }
    const auto question = form.find_by_position("/" + form.form().root_name + "/" + at);
    return question && visit.answer(*question, value);
}

std::vector<survey::RecordView> sample(const std::string& folder, const std::string& language) {
    static base::FixedClock clock(1'800'000'000'000);
    static base::SeededRandom random(1);
    auto workspace = survey::Workspace::open(folder, clock, random);
    must(workspace.has_value(), "open");
    const auto assets = *base::assets_folder();
    must((*workspace)->install_form(base::join_path(assets, "forms/household.md")).has_value(), "form");
    must((*workspace)->set_identity({"zhang.wei", survey::Role::member, {}}).has_value(), "identity");
    const auto json = nlohmann::json::parse(*base::read_file(base::join_path(assets, "demo/households.json")));
    std::vector<survey::RecordView> views;
    for (const auto& household : json) {
        auto visit = survey::Visit::start(**workspace, "household", "62098120820002");
        must(visit.has_value(), "visit");
        for (const auto& answer : household.at("answers")) {
            must(fill_in(**visit, answer.at("path"), answer.at("value")), answer.at("path").get<std::string>().c_str());
        }
        must((*visit)->save().has_value(), "save");
        const auto form = (*workspace)->form("household");
        auto view = survey::view_record(**workspace, (*visit)->record(), {survey::language_index(*form->form, language), true, true});
        must(view.has_value(), "view");
        views.push_back(std::move(*view));
    }
    return views;
}

std::string words_of(const survey::RecordView& view) {
    std::string words = view.title + "\n";
    for (const auto& section : view.sections) {
        words += section.label + "\n";
        for (const auto& fact : section.facts) words += fact.label + " " + fact.text + "\n";
        for (const auto& table : section.tables) {
            for (const auto& row : table.rows) {
                for (const auto& fact : row.facts) words += fact.text.empty() ? "" : fact.label + " " + fact.text + "\n";
            }
        }
    }
    return words;
}

cairo_status_t count(void* to, const unsigned char*, unsigned length) {
    *static_cast<std::size_t*>(to) += length;
    return CAIRO_STATUS_SUCCESS;
}

std::size_t bare(PangoContext* context, const std::string& words, const PangoFontDescription* font) {
    std::size_t bytes = 0;
    auto* const surface = cairo_pdf_surface_create_for_stream(count, &bytes, 595, 842);
    auto* const cairo = cairo_create(surface);
    auto* const layout = pango_layout_new(context);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, 480 * PANGO_SCALE);
    pango_layout_set_text(layout, words.c_str(), -1);
    cairo_move_to(cairo, 57, 57);
    pango_cairo_show_layout(cairo, layout);
    cairo_show_page(cairo);
    g_object_unref(layout);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return bytes;
}

// A village in one file: pages and pages a second.
std::pair<std::size_t, double> one_book(const std::vector<survey::RecordView>& views, const exports::DossierOptions& options) {
    exports::DossierBook book;
    book.title = "village";
    book.count = 100;
    book.view = [&](std::size_t i) -> base::Result<survey::RecordView> { return views[i % views.size()]; };
    const auto path = (std::filesystem::temp_directory_path() / "yuanquan-bench-book.pdf").string();
    const auto start = std::clock();
    const auto pages = exports::write_dossier_book(book, options, path);
    const double seconds = seconds_since(start);
    must(pages.has_value(), "book");
    std::filesystem::remove(path);
    return {*pages, static_cast<double>(*pages) / seconds};
}

}  // namespace

int dossier(const Arguments& arguments) {
    const auto scratch = std::filesystem::temp_directory_path() / ("yuanquan-bench-dossier-" + std::to_string(std::random_device{}()));
    const std::string language = arguments.size() > 1 ? arguments[1] : "zh";
    const auto views = sample(scratch.string(), language);
    std::filesystem::remove_all(scratch);
    auto texts = words::Texts::load(*base::assets_folder());
    must(texts.has_value(), "texts");
    texts->set_language(language);
    exports::DossierOptions options;
    options.texts = &*texts;
    options.printed_ms = 1'800'000'000'000;
    options.offset_minutes = 480;
    options.office = "office";

    constexpr double kSeconds = 3;
    std::size_t ours = 0, ours_bytes = 0, theirs = 0, theirs_bytes = 0;
    must(exports::write_dossier_pdf(views[0], options).has_value(), "warm-up");
    auto start = std::clock();
    for (; seconds_since(start) < kSeconds || ours < views.size(); ++ours) {
        const auto& view = views[ours % views.size()];
        const auto pdf = exports::write_dossier_pdf(view, options);
        must(pdf.has_value(), "dossier");
        ours_bytes += pdf->size();
        if (!arguments.empty() && ours < views.size()) {
            must(base::write_file(base::join_path(arguments[0], exports::dossier_file_name(view)), *pdf).has_value(), "write");
        }
    }
    const double our_rate = static_cast<double>(ours) / seconds_since(start);

    auto* const fonts = pango_cairo_font_map_new();
    auto* const context = pango_font_map_create_context(fonts);
    auto* const font = pango_font_description_from_string("Noto Sans CJK SC 8");
    bare(context, words_of(views[0]), font);
    start = std::clock();
    for (; seconds_since(start) < kSeconds; ++theirs) theirs_bytes += bare(context, words_of(views[theirs % views.size()]), font);
    const double bare_rate = static_cast<double>(theirs) / seconds_since(start);

    std::printf("dossiers             %8.1f a second of one core, %zu KB each\n", our_rate, ours_bytes / ours / 1024);
    std::printf("bare pango and cairo %8.1f a second of one core, %zu KB each\n", bare_rate, theirs_bytes / theirs / 1024);
    const auto [pages, book_rate] = one_book(views, options);
    std::printf("in one file          %8.1f pages a second of one core, laid out twice (%zu pages)\n", book_rate, pages);
    std::printf("ratio ours/bare %.2f\n", our_rate / bare_rate);
    return 0;
}

}  // namespace yuanquan::bench
