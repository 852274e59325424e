#include "model/survey/sample_answers.hpp"

namespace yuanquan::survey {

namespace {

constexpr int kRows = 2;
constexpr std::size_t kQuestionsMax = 3'000;

class Sampler {
  public:
    Sampler(Visit& visit, const base::Clock& clock) : visit_(visit), today_(clock.now_ms()), offset_(clock.offset_minutes(today_)) {}

    Status below(const form::Element& element) {
        for (const auto& child : visit_.form().children(element)) {
            if (child.kind == form::ElementKind::question) {
                if (++asked_ > kQuestionsMax) return {};
                if (auto done = question(child); !done) return done;
                continue;
            }
            for (int i = 0; child.kind == form::ElementKind::repeat && i < kRows && visit_.form().can_add_row(child); ++i) {
                if (visit_.form().children(child, false).size() >= kRows) break;
                if (auto row = visit_.add_row(child); !row) return base::fail(std::move(row.error()));
            }
            if (auto done = below(child); !done) return done;
        }
        return {};
    }

  private:
    std::vector<std::string> guesses(const form::Element& question) const {
        const auto& form = visit_.form();
        switch (form.control(question).kind) {
            case form::ControlKind::select_one:
            case form::ControlKind::select_multiple: {
                std::vector<std::string> values;
                for (const auto& choice : form.choices(question)) {
                    values.push_back(choice.value);
                    if (values.size() == 3) break;
                }
                return values;
            }
            case form::ControlKind::upload: return {};
            default: break;
        }
        const auto* node = form.node(question);
        switch (node == nullptr ? form::DataType::string : node->type) {
            case form::DataType::integer: return {"3", "1", "30", "2000", "0"};
            case form::DataType::decimal: return {"12.5", "1", "100", "0.5", "0"};
            case form::DataType::date: return {base::iso_date(today_, offset_), "2016-05-01"};
            case form::DataType::time: return {"09:30:00.000"};
            case form::DataType::date_time: return {base::iso_date_time(today_, offset_)};
            case form::DataType::geopoint: return {"39.7 98.5 1500 5"};
            case form::DataType::string: return {"样例", "620981196803129618", "13812345678", "1"};
            default: return {};
        }
    }

    Status question(const form::Element& question) {
        const auto& form = visit_.form();
        const auto* node = form.node(question);
        if (form.readonly(question) || !form.value(question).empty() || (node != nullptr && !node->calculate.empty())) return {};
        if (form.control(question).has_appearance("label")) return {};   // The heading of a grid names choices and asks nothing.
        for (const auto& guess : guesses(question)) {
            const auto done = visit_.answer(question, guess);
            if (!done && done.error().code != base::ErrorCode::bad_input) return done;
            if (done && form.validity(question) == form::Validity::valid) return {};
        }
        if (form.value(question).empty()) return {};
        return visit_.answer(question, "");
    }

    Visit& visit_;
    std::int64_t today_;
    int offset_;
    std::size_t asked_ = 0;
};

}  // namespace

Status fill_with_samples(Visit& visit, const base::Clock& clock) {
    const auto root = visit.form().root();
    return Sampler(visit, clock).below(root);
}

}  // namespace yuanquan::survey
